using System.Collections.Immutable;

namespace GridGrains.Gateway.Tests;

/// <summary>The journal of a fact.</summary>
internal sealed class TestJournal
{
    public Func<Task<bool>> CanCommit { get; set; } = () => Task.FromResult(true);

    public Func<LedgerKey, int, DailyReport?> Daily { get; set; } = (_, _) => null;

    public int CanariesAsked { get; private set; }

    public bool Matches { get; set; } = true;

    public IJournalGrain At(string key) => new Journal(this, key);

    private sealed class Journal(TestJournal journal, string key) : IJournalGrain
    {
        public Task<Audit> Audit()
        {
            var live = Town.Counts(LedgerKey.Parse(key).Place.Value, 17, ("tests.sampled", 120));
            var found = Town.Counts(LedgerKey.Parse(key).Place.Value, 17, ("tests.sampled", journal.Matches ? 120 : 119));
            return Task.FromResult(new Audit(
                journal.Matches, live, found.Counts, 17, journal.Matches ? [] : [new CountDifference("tests.sampled", 120, 119)], true));
        }

        public Task<ImmutableArray<HistoryPoint>> History(string count, TimeSpan step, DateTime from, DateTime to) =>
            Task.FromResult<ImmutableArray<HistoryPoint>>([new(from, 7)]);

        public Task<DailyReport?> Daily(int day) => Task.FromResult(journal.Daily(LedgerKey.Parse(key), day));

        public Task<bool> CanCommit()
        {
            Assert.Equal("health/ready", key);
            journal.CanariesAsked++;
            return journal.CanCommit();
        }
    }
}
