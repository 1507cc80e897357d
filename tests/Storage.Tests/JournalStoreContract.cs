using System.Text;
using System.Text.Json;
using GridGrains.Journal;
using static GridGrains.Storage.Tests.Entries;

namespace GridGrains.Storage.Tests;

/// <summary>What every journal store keeps to.</summary>
public abstract class JournalStoreContract(TestDatabase test) : DatabaseTests(test)
{
    private IJournalStore Store => field ??= StorageServices.OpenJournal(Database, TimeProvider.System);

    [Fact]
    public async Task Read_AfterCommit_GivesBackWhatWasCommitted()
    {
        JournalEntry[] entries = [Entry(1, payload: """[{"series":"tests.sampled","subject":"T0001234","value":10}]"""), Entry(2)];

        Assert.Empty(await CommitAsync(entries));

        Assert.Equal(entries.Select(e => e.Text()), (await Store.AllAsync(Ledger())).Select(e => e.Text()));
    }

    [Fact]
    public async Task Read_AcrossPages_IsInOrderOfSequence()
    {
        await CommitAsync(Run(1, 700));
        await CommitAsync(Run(701, 1000));

        Assert.Equal(Enumerable.Range(1, 1000).Select(s => (long)s), (await Store.AllAsync(Ledger())).Select(e => e.Sequence));
    }

    [Fact]
    public async Task Read_AfterASequence_StartsBehindIt()
    {
        await CommitAsync(Run(1, 20));

        Assert.Equal([18, 19, 20], (await Store.AllAsync(Ledger(), after: 17)).Select(e => e.Sequence));
        Assert.Empty(await Store.AllAsync(Ledger(), after: 20));
    }

    [Fact]
    public async Task Read_OtherCampaignOrPlace_IsNotMixedIn()
    {
        await CommitAsync([Entry(1), Entry(1, campaign: "round-8"), Entry(1, place: Leaf + "0")]);

        Assert.Equal(Ledger(), Assert.Single(await Store.AllAsync(Ledger())).Ledger);
    }

    [Fact]
    public async Task Find_BySequence_GivesTheEntryOrNull()
    {
        var entries = Run(1, 3);
        await CommitAsync(entries);

        Assert.Equal(entries[1].Text(), (await Store.FindAsync(Ledger(), 2, Cancellation))?.Text());
        Assert.Null(await Store.FindAsync(Ledger(), 4, Cancellation));
    }

    [Fact]
    public async Task Commit_OfManyLedgers_KeepsThemApart()
    {
        var batch = Enumerable.Range(1, 50).SelectMany(s => Enumerable.Range(10, 20).Select(g => Entry(s, $"a.g{g}"))).ToArray();

        Assert.Empty(await CommitAsync(batch));

        for (var g = 10; g < 30; g++)
            Assert.Equal(Enumerable.Range(1, 50).Select(s => (long)s), (await Store.AllAsync(Ledger($"a.g{g}"))).Select(e => e.Sequence));
    }

    [Fact]
    public async Task Commit_OfNothing_FencesNothing() => Assert.Empty(await CommitAsync([]));

    [Fact]
    public async Task Commit_OfASequenceThatIsThere_IsFencedAndWritesNothing()
    {
        var first = Run(1, 7);
        await CommitAsync(first);

        Assert.Equal([Ledger()], await CommitAsync(Run(7, 9)));

        Assert.Equal(first.Select(e => e.Text()), (await Store.AllAsync(Ledger())).Select(e => e.Text()));
    }

    [Fact]
    public async Task Commit_OfAReportIdThatIsThere_IsFencedAndWritesNothing()
    {
        var id = Guid.CreateVersion7();
        await CommitAsync([Entry(1, id: id)]);

        Assert.Equal([Ledger()], await CommitAsync([Entry(2), Entry(3, id: id)]));

        Assert.Equal([1], (await Store.AllAsync(Ledger())).Select(e => e.Sequence));
    }

    [Fact]
    public async Task Commit_OfAReportIdOfAnotherLedger_IsNotFenced()
    {
        var id = Guid.CreateVersion7();

        Assert.Empty(await CommitAsync([Entry(1, id: id), Entry(1, place: "a.b", id: id), Entry(1, campaign: "round-8", id: id)]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40)]
    public async Task Commit_WithSomeFencedLedgers_CommitsTheOthersWhole(int ledgers)
    {
        string Place(int i) => $"a.g{i:D2}";
        var fenced = Enumerable.Range(0, ledgers).Where(i => i % 5 == 0).Select(i => Ledger(Place(i))).ToHashSet();
        await CommitAsync([.. fenced.Select(l => Entry(2, l.Place.Value))]);

        var batch = Enumerable.Range(1, 3).SelectMany(s => Enumerable.Range(0, ledgers).Select(i => Entry(s, Place(i)))).ToArray();
        Assert.Equal(fenced, (await CommitAsync(batch)).ToHashSet());

        for (var i = 0; i < ledgers; i++)
        {
            var there = (await Store.AllAsync(Ledger(Place(i)))).Select(e => e.Sequence);
            Assert.Equal(fenced.Contains(Ledger(Place(i))) ? [2] : [1, 2, 3], there);
        }
    }

    [Fact]
    public async Task Commit_OfTwoWritersOfOneLedger_LetsOneWinEachSequence()
    {
        await using var otherDatabase = Database.Of(Test.Options, TimeProvider.System);
        var other = StorageServices.OpenJournal(otherDatabase, TimeProvider.System);
        var committed = new System.Collections.Concurrent.ConcurrentDictionary<long, int>();

        await Task.WhenAll(WriteAsync(Store), WriteAsync(other));

        Assert.Equal(Enumerable.Range(1, 100).Select(s => (long)s), committed.Keys.Order());
        Assert.All(committed.Values, wins => Assert.Equal(1, wins));
        Assert.Equal(100, (await Store.AllAsync(Ledger())).Count);
        await DisposeAsync(other);

        async Task WriteAsync(IJournalStore store)
        {
            await Task.Yield();
            for (var sequence = 1; sequence <= 100; sequence++)
            {
                if ((await store.CommitAsync([Entry(sequence), Entry(sequence, "a.b", id: Guid.NewGuid())], Cancellation)).Count == 0)
                    committed.AddOrUpdate(sequence, 1, (_, wins) => wins + 1);
            }
        }
    }

    [Fact]
    public async Task Commit_HeldUpUntilCancelled_ThrowsAndTheNextOneWorks()
    {
        await using (var other = await Test.ConnectAsync(Cancellation))
        {
            await TestDatabase.ExecuteAsync(other, Test.HoldUpFirstEntry, Cancellation);
            using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(200), TimeProvider.System);

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.CommitAsync([Entry(1)], deadline.Token));

            await TestDatabase.ExecuteAsync(other, "ROLLBACK", Cancellation);
        }
        Assert.Empty(await Store.CommitAsync([Entry(1, "a.b")], Cancellation));
    }

    [Fact]
    public async Task Commit_WhoseCallerReusesItsList_HasTakenACopy()
    {
        List<JournalEntry> batch = [.. Run(1, 100)];
        var commit = Store.CommitAsync(batch, Cancellation);
        batch.Clear();
        await commit;

        Assert.Equal(100, (await Store.AllAsync(Ledger())).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(77)]
    [InlineData(500)]
    public async Task Payload_OfAnyNumberOfObservations_ComesBackByteForByte(int observations)
    {
        var payload = JsonSerializer.Serialize(
            Enumerable.Range(0, observations).Select(i => new { series = "tests.sampled", subject = $"T{i}", value = i }));
        await CommitAsync([Entry(1, payload: payload)]);

        Assert.Equal(payload, (await Store.AllAsync(Ledger()))[0].PayloadText());
    }

    [Theory]
    [InlineData("[\"𠮷野家\",\"广陵街道\",\"🏥\",\"\\u0000\",\"'; DROP TABLE journal; --\",\"@payload $1 :a\"]")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Payload_OfAnyCharacters_ComesBackByteForByte(string payload)
    {
        await CommitAsync([Entry(1, payload: payload)]);

        Assert.Equal(payload, (await Store.AllAsync(Ledger()))[0].PayloadText());
    }

    [Fact]
    public async Task Payload_Of256KiB_ComesBackByteForByte()
    {
        var noise = new Random(7);
        var payload = $"\"{string.Concat(Enumerable.Range(0, 16_384).Select(_ => noise.NextInt64().ToString("x16")))}\"";
        await CommitAsync([Entry(1, payload: payload)]);

        Assert.Equal(payload, (await Store.AllAsync(Ledger()))[0].PayloadText());
    }

    [Fact]
    public async Task Payload_ThatIsPartOfALargerBuffer_IsCommittedAlone()
    {
        var buffer = Encoding.UTF8.GetBytes("xx[1]yy");
        await CommitAsync([Entry(1) with { Payload = buffer.AsMemory(2, 3) }]);

        Assert.Equal("[1]", (await Store.AllAsync(Ledger()))[0].PayloadText());
    }

    [Fact]
    public async Task Payload_InTheDatabase_IsReadableText()
    {
        await CommitAsync([Entry(1, payload: """["读"]""")]);

        Assert.Equal("""["读"]""", await Test.TextAsync("SELECT payload FROM journal WHERE payload LIKE '%读%'", Cancellation));
    }

    [Fact]
    public async Task ReadSubtree_OfAnArea_GivesLedgerByLedgerAndNothingBeside()
    {
        await CommitAsync([
            .. Run(1, 300, "a.b.g2"), .. Run(1, 2, "a.b.g1.s1"), .. Run(1, 2, "a.b"), .. Run(1, 2, "a.b-c.g1"), .. Run(1, 2, "a.bc"),
            .. Run(1, 2, "a"), .. Run(1, 2, "a.b0"), .. Run(1, 2, "a.b.g1", "round-8"), .. Run(1, 2, "b.g1")]);

        var found = await Store.BelowAsync(Ledger("a.b"));

        Assert.Equal(["a.b", "a.b.g1.s1", "a.b.g2"], found.Select(e => e.Ledger.Place.Value).Distinct());
        Assert.Equal(304, found.Count);
        foreach (var ledger in found.GroupBy(e => e.Ledger))
            Assert.Equal(Enumerable.Range(1, ledger.Count()).Select(s => (long)s), ledger.Select(e => e.Sequence));
    }

    [Fact]
    public async Task ReadSubtree_OfALeaf_GivesTheLeaf()
    {
        await CommitAsync(Run(1, 3));

        Assert.Equal([1, 2, 3], (await Store.BelowAsync(Ledger())).Select(e => e.Sequence));
    }

    [Fact]
    public async Task Heads_OfPlaces_AreTheLastSequencesOfThoseThatHaveOne()
    {
        await CommitAsync([.. Run(1, 5, "a.g1"), .. Run(1, 9, "a.g2"), .. Run(1, 3, "a.g3", "round-8")]);

        var heads = await Store.HeadsAsync(Round, Places("a.g1", "a.g2", "a.g3", "a"), Cancellation);

        Assert.Equal([("a.g1", 5), ("a.g2", 9)], heads.Select(h => (h.Key.Value, h.Value)).Order());
        Assert.Empty(await Store.HeadsAsync(Round, [], Cancellation));
    }

    [Fact]
    public async Task WithEntries_OfPlaces_AreThoseWithAnEntryInAnyCampaign()
    {
        await CommitAsync([Entry(1, "a.g1"), Entry(1, "a.g2", "zzz"), Entry(1, "a.g3", "aaa"), Entry(1, "a.g40")]);

        var found = await Store.WithEntriesAsync(Places("a.g1", "a.g2", "a.g3", "a.g4", "a"), Cancellation);

        Assert.Equal(["a.g1", "a.g2", "a.g3"], found.Select(p => p.Value).Order());
    }

    [Fact]
    public async Task WithEntries_OfAnEmptyJournal_AreNone() => Assert.Empty(await Store.WithEntriesAsync(Places("a"), Cancellation));

    [Fact]
    public async Task Purge_ThroughASequence_EmptiesPayloadsAndKeepsAllElse()
    {
        var entries = Run(1, 5).Select(e => e with { Payload = "[1]"u8.ToArray() }).ToArray();
        await CommitAsync(entries);
        await CommitAsync([Entry(1, "a.b", payload: "[2]")]);

        await Store.PurgeAsync(Ledger(), 3, "[4,0,9]", Cancellation);

        Assert.Equal(
            entries.Select(e => (e.Sequence <= 3 ? e with { Payload = default } : e).Text()),
            (await Store.AllAsync(Ledger())).Select(e => e.Text()));
        Assert.Equal((3, "[4,0,9]"), await Store.PurgedTotalsAsync(Ledger(), Cancellation));
        Assert.Null(await Store.PurgedTotalsAsync(Ledger("a.b"), Cancellation));
        Assert.False((await Store.AllAsync(Ledger("a.b")))[0].Payload.IsEmpty);
    }

    [Fact]
    public async Task Commit_OfAPurgedSequenceOrReportId_IsFenced()
    {
        var entries = Run(1, 3);
        await CommitAsync(entries);
        await Store.PurgeAsync(Ledger(), 3, "{}", Cancellation);

        Assert.Equal([Ledger()], await CommitAsync([Entry(3)]));
        Assert.Equal([Ledger()], await CommitAsync([Entry(4, id: entries[0].ReportId)]));
        Assert.Empty(await CommitAsync([Entry(4)]));
    }

    [Fact]
    public async Task Purge_FurtherOn_ReplacesTheTotalsAndOneFurtherBackDoesNot()
    {
        await CommitAsync(Run(1, 5));
        await Store.PurgeAsync(Ledger(), 2, "[2]", Cancellation);
        await Store.PurgeAsync(Ledger(), 5, "[5]", Cancellation);
        await Store.PurgeAsync(Ledger(), 3, "[3]", Cancellation);

        Assert.Equal((5, "[5]"), await Store.PurgedTotalsAsync(Ledger(), Cancellation));
    }

    [Fact]
    public async Task Unpurged_OfACampaign_AreThePlacesThatHaveEntriesAboveTheirPurge()
    {
        await CommitAsync([
            .. Run(1, 5, "a.g1"), .. Run(1, 3, "a.g2"), .. Run(1, 4, "a.g2.s1"), .. Run(1, 1, "a.g3"), .. Run(1, 2, "a.desk"),
            .. Run(1, 2, "a.g1", "round-8"), .. Run(1, 2, "a.g9", "round-8")]);
        await Store.PurgeAsync(Ledger("a.g2"), 3, "{}", Cancellation);
        await Store.PurgeAsync(Ledger("a.g2.s1"), 3, "{}", Cancellation);
        await Store.PurgeAsync(Ledger("a.g1", "round-8"), 2, "{}", Cancellation);

        Assert.Equal(Places("a.desk", "a.g1", "a.g2.s1", "a.g3"), await Store.UnpurgedAsync(Round, null, 10, Cancellation));
        Assert.Equal(Places("a.desk", "a.g1"), await Store.UnpurgedAsync(Round, null, 2, Cancellation));
        Assert.Equal(Places("a.g2.s1", "a.g3"), await Store.UnpurgedAsync(Round, PlaceId.Parse("a.g1"), 10, Cancellation));
        Assert.Empty(await Store.UnpurgedAsync(Round, PlaceId.Parse("a.g3"), 10, Cancellation));
        Assert.Equal(Places("a.g9"), await Store.UnpurgedAsync("round-8", null, 10, Cancellation));
        Assert.Empty(await Store.UnpurgedAsync("round-9", null, 10, Cancellation));
    }

    [Fact]
    public async Task Unpurged_AnEntryAfterAPurge_IsThereAgain()
    {
        await CommitAsync(Run(1, 2));
        await Store.PurgeAsync(Ledger(), 2, "{}", Cancellation);
        Assert.Empty(await Store.UnpurgedAsync(Round, null, 10, Cancellation));

        await CommitAsync([Entry(3)]);

        Assert.Equal([Ledger().Place], await Store.UnpurgedAsync(Round, null, 10, Cancellation));
    }

    [Fact]
    public async Task Purge_WhoseTotalsCannotBeKept_EmptiesNoPayload()
    {
        await CommitAsync(Run(1, 2));
        await Test.ExecuteAsync("DROP TABLE journal_totals", Cancellation);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Store.PurgeAsync(Ledger(), 2, "{}", Cancellation));

        Assert.All(await Store.AllAsync(Ledger()), entry => Assert.False(entry.Payload.IsEmpty));
    }

    [Fact]
    public async Task Probe_Always_LeavesOneRowAndNoEntry()
    {
        await Store.ProbeAsync(Cancellation);
        await Store.ProbeAsync(Cancellation);

        Assert.Equal("1", await Test.TextAsync("SELECT count(*) FROM journal_canary", Cancellation));
        Assert.Equal("0", await Test.TextAsync("SELECT count(*) FROM journal", Cancellation));
    }

    [Fact]
    public async Task Probe_WithoutItsTable_Throws()
    {
        await Test.ExecuteAsync("DROP TABLE journal_canary", Cancellation);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Store.ProbeAsync(Cancellation));
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await DisposeAsync(Store);
        await base.DisposeAsync();
    }

    private static async ValueTask DisposeAsync(IJournalStore store)
    {
        if (store is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }

    private Task<IReadOnlySet<LedgerKey>> CommitAsync(IReadOnlyList<JournalEntry> batch) => Store.CommitAsync(batch, Cancellation);
}

public sealed class SqliteJournalStoreTests() : JournalStoreContract(new SqliteTestDatabase());

public sealed class PostgresJournalStoreTests(PostgresFixture fixture) : JournalStoreContract(new PostgresTestDatabase(fixture));
