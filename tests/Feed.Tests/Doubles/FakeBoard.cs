using System.Collections.Immutable;

namespace GridGrains.Feed.Tests;

/// <summary>A board that says what a test tells it to say.</summary>
internal sealed class FakeBoard : IBoardGrain
{
    private volatile IBoardObserver? observer;

    public bool IsWatched => observer is not null;

    public void Notice(Notice notice, bool isNew) => observer!.Noticed(notice, isNew);

    public void Alert(params ImmutableArray<Alert> alerts) => observer!.Alerted(alerts);

    public Task<ImmutableArray<Alert>> Alerts(PlaceId place, int limit) => throw new NotSupportedException();

    public Task<Alert?> AcknowledgeAlert(PlaceId place, Guid id, string by) => throw new NotSupportedException();

    public Task Alerted(ImmutableArray<Alert> changed) => throw new NotSupportedException();

    public Task Watch(IBoardObserver observer)
    {
        this.observer = observer;
        return Task.CompletedTask;
    }

    public Task<NoticeAnswer> Publish(Guid id, PlaceId place, NoticeText text, string by) => throw new NotSupportedException();

    public Task<NoticeAnswer> Acknowledge(Guid id, PlaceId leaf, string by) => throw new NotSupportedException();

    public Task<ImmutableArray<NoticeView>> Notices(PlaceId place, int limit) => throw new NotSupportedException();

    public Task<NoticeProgress?> Progress(Guid id, PlaceId place, PlaceId? after, int limit) => throw new NotSupportedException();
}
