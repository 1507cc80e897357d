using System.Collections.Concurrent;
using Xunit;

namespace GridGrains.Grains.Tests.Live;

public sealed class BoardTests : IAsyncLifetime
{
    private static readonly NoticeText Text = new("今晚八点前上报", "Report before eight");

    private RunningSilo silo = null!;

    public async ValueTask InitializeAsync() => silo = await RunningSilo.StartAsync();

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task Publish_AVillage_ConcernsItsGridsAndWhoLooksFromAbove()
    {
        var id = Guid.NewGuid();
        var notice = (await PublishAsync(id, "a.v1")).View!.Notice;
        Assert.Equal((0, 3), (notice.AcknowledgedBy, notice.Expected));

        Assert.Equal([id], await IdsAsync("a"));
        Assert.Equal([id], await IdsAsync("a.v1"));
        Assert.Equal([id], await IdsAsync("a.v1.g2"));
        Assert.Equal([id], await IdsAsync("a.v1.desk"));
        Assert.Empty(await IdsAsync("a.v2"));
        Assert.Empty(await IdsAsync("a.v2.g1"));
    }

    [Fact]
    public async Task Publish_TheSameIdAgain_IsTheSameNoticeOrIsRefused()
    {
        var id = Guid.NewGuid();
        await PublishAsync(id, "a");
        await AcknowledgeAsync(id, "a.v1.g1");
        Assert.Equal(1, (await PublishAsync(id, "a")).View!.Notice.AcknowledgedBy);
        Assert.Equal(NoticeRefusal.IdTaken, (await PublishAsync(id, "a.v1")).Refusal);
        Assert.Equal(NoticeRefusal.IdTaken, (await Board.Publish(id, PlaceId.Parse("a"), new("别的", null), "steward")).Refusal);
        await silo.RestartAsync();
        Assert.Equal(NoticeRefusal.IdTaken, (await PublishAsync(id, "a.v1")).Refusal);
        Assert.Single(await IdsAsync("a"));
    }

    [Fact]
    public async Task Acknowledge_ByManyAtOnceAndAgain_IsCountedOnceAndSurvivesARestart()
    {
        var id = Guid.NewGuid();
        await PublishAsync(id, "a");
        string[] leaves = ["a.v1.g1", "a.v1.g2", "a.v2.g3"];
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => AcknowledgeAsync(id, leaves[i % 3])));
        Assert.All(answers, answer => Assert.True(answer.View!.Acknowledged));
        await AcknowledgeAsync(id, "a.desk");

        for (var round = 0; round < 2; round++)
        {
            var view = Assert.Single(await Board.Notices(PlaceId.Parse("a.v1.g2"), 50));
            Assert.Equal((3, 6, true), (view.Notice.AcknowledgedBy, view.Notice.Expected, view.Acknowledged!.Value));
            Assert.False(Assert.Single(await Board.Notices(PlaceId.Parse("a.v2.g1"), 50)).Acknowledged);
            Assert.True(Assert.Single(await Board.Notices(PlaceId.Parse("a.desk"), 50)).Acknowledged);
            await silo.RestartAsync();
        }
    }

    [Fact]
    public async Task Progress_AtEachLevel_NamesTheLeavesThatAreMissing()
    {
        var id = Guid.NewGuid();
        await PublishAsync(id, "a");
        await AcknowledgeAsync(id, "a.v1.g1");
        await AcknowledgeAsync(id, "a.v2.g3");

        var town = (await ProgressAsync(id, "a"))!;
        Assert.Equal((2, 6), (town.AcknowledgedBy, town.Expected));
        Assert.Equal(["a.v1.g2", "a.v1.g3", "a.v2.g1", "a.v2.g2"], town.Missing.Select(p => p.Value));
        var village = (await ProgressAsync(id, "a.v1"))!;
        Assert.Equal((1, 3, 2), (village.AcknowledgedBy, village.Expected, village.View.Notice.AcknowledgedBy));
        var page = (await Board.Progress(id, PlaceId.Parse("a"), PlaceId.Parse("a.v1.g2"), 2))!;
        Assert.Equal(["a.v1.g3", "a.v2.g1"], page.Missing.Select(p => p.Value));
        Assert.Null(await ProgressAsync(Guid.NewGuid(), "a"));
    }

    [Fact]
    public async Task WhatIsNotThere_IsRefused()
    {
        var id = Guid.NewGuid();
        await PublishAsync(id, "a.v1");
        Assert.Equal(NoticeRefusal.NoSuchNotice, (await AcknowledgeAsync(id, "a.v2.g1")).Refusal);
        Assert.Equal(NoticeRefusal.NoSuchNotice, (await AcknowledgeAsync(Guid.NewGuid(), "a.v1.g1")).Refusal);
        await silo.CloseCampaignAsync();
        Assert.Equal(NoticeRefusal.Closed, (await PublishAsync(Guid.NewGuid(), "a.v1")).Refusal);
        // What was read in time may be said late.
        Assert.True((await AcknowledgeAsync(id, "a.v1.g1")).View!.Acknowledged);
    }

    [Fact]
    public async Task Watch_HearsOfPublicationsAndOfAcknowledgements()
    {
        var watcher = new Watcher();
        await Board.Watch(silo.Grains.CreateObjectReference<IBoardObserver>(watcher));
        var id = Guid.NewGuid();
        await PublishAsync(id, "a");
        await AcknowledgeAsync(id, "a.v1.g1");
        await AcknowledgeAsync(id, "a.v1.g2");
        await Eventually.IsAsync(
            () => Task.FromResult(watcher.Heard.ToArray()),
            heard => heard.Any(h => h.IsNew) && heard.Any(h => !h.IsNew && h.Notice.AcknowledgedBy == 2),
            "the publication and both acknowledgements at the watcher");
        Assert.Single(watcher.Heard, h => h.IsNew);
        GC.KeepAlive(watcher);
    }

    private IBoardGrain Board => silo.Grains.GetGrain<IBoardGrain>(RunningSilo.Campaign);

    private Task<NoticeAnswer> PublishAsync(Guid id, string place) => Board.Publish(id, PlaceId.Parse(place), Text, "steward");

    private Task<NoticeAnswer> AcknowledgeAsync(Guid id, string leaf) => Board.Acknowledge(id, PlaceId.Parse(leaf), "somebody");

    private Task<NoticeProgress?> ProgressAsync(Guid id, string place) => Board.Progress(id, PlaceId.Parse(place), null, 500);

    private async Task<Guid[]> IdsAsync(string place) => [.. (await Board.Notices(PlaceId.Parse(place), 50)).Select(v => v.Notice.Id)];

    private sealed class Watcher : IBoardObserver
    {
        public ConcurrentQueue<(Notice Notice, bool IsNew)> Heard { get; } = [];

        public void Alerted(System.Collections.Immutable.ImmutableArray<Alert> changed)
        {
        }

        public void Noticed(Notice notice, bool isNew) => Heard.Enqueue((notice, isNew));
    }
}
