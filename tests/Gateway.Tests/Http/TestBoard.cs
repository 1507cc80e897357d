using System.Collections.Immutable;

namespace GridGrains.Gateway.Tests;

/// <summary>The board of every campaign: keeps one notice in memory, and who has acknowledged it.</summary>
internal sealed class TestBoard : IBoardGrain
{
    private readonly HashSet<PlaceId> acknowledged = [];

    public TestTrail Trail { get; } = new();

    public TestWebhooks Webhooks { get; } = new();

    public Notice? Kept { get; private set; }

    public string? By { get; private set; }

    public NoticeRefusal Refusal { get; set; }

    public Task<NoticeAnswer> Publish(Guid id, PlaceId place, NoticeText text, string by)
    {
        if (Refusal != NoticeRefusal.None)
            return Task.FromResult(NoticeAnswer.Refused(Refusal));
        By = by;
        Kept = new Notice(id, Town.Round, place, text, Town.CreatedAt.UtcDateTime, 0, Town.Node(place.Value).Leaves);
        return Task.FromResult(NoticeAnswer.Kept(Kept, null));
    }

    public Task<NoticeAnswer> Acknowledge(Guid id, PlaceId leaf, string by)
    {
        if (Kept?.Id != id)
            return Task.FromResult(NoticeAnswer.Refused(NoticeRefusal.NoSuchNotice));
        acknowledged.Add(leaf);
        return Task.FromResult(NoticeAnswer.Kept(Kept with { AcknowledgedBy = acknowledged.Count }, true));
    }

    public Task<ImmutableArray<NoticeView>> Notices(PlaceId place, int limit) => Task.FromResult<ImmutableArray<NoticeView>>(Kept is { } kept
        ? [new(kept with { AcknowledgedBy = acknowledged.Count }, Town.Node(place.Value).IsLeaf ? acknowledged.Contains(place) : null)]
        : []);

    public Task<NoticeProgress?> Progress(Guid id, PlaceId place, PlaceId? after, int limit)
    {
        if (Kept?.Id != id)
            return Task.FromResult<NoticeProgress?>(null);
        var leaves = Town.Node(place.Value).Subtree().Where(n => n.IsLeaf).Select(n => n.Place.Id).ToArray();
        return Task.FromResult<NoticeProgress?>(new(
            new NoticeView(Kept, null), acknowledged.Count, leaves.Length, [.. leaves.Where(l => !acknowledged.Contains(l)).Take(limit)]));
    }

    public ImmutableArray<Alert> Standing { get; set; } = [];

    public Task<ImmutableArray<Alert>> Alerts(PlaceId place, int limit) =>
        Task.FromResult<ImmutableArray<Alert>>([.. Standing.Where(a => a.Place.IsWithin(place)).Take(limit)]);

    public Task<Alert?> AcknowledgeAlert(PlaceId place, Guid id, string by)
    {
        By = by;
        return Task.FromResult(Standing.FirstOrDefault(a => a.Id == id && a.Place.IsWithin(place)) is { } found ? found with { Acknowledged = true } : null);
    }

    public Task Alerted(ImmutableArray<Alert> changed) => throw new NotSupportedException();

    public Task Watch(IBoardObserver observer) => Task.CompletedTask;
}
