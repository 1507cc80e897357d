using System.Text;
using GridGrains.Journal;

namespace GridGrains.Storage.Tests;

/// <summary>Entries for a journal.</summary>
internal static class Entries
{
    public const string Round = "round-7";

    public const string Leaf = "enping.shengtang.v03.g02";

    public static LedgerKey Ledger(string place = Leaf, string campaign = Round) => new(campaign, PlaceId.Parse(place));

    public static JournalEntry Entry(
        long sequence, string place = Leaf, string campaign = Round, Guid? id = null, string payload = "[]") => new(
        Ledger(place, campaign),
        sequence,
        id ?? Guid.CreateVersion7(),
        "phone-17",
        new DateTime(2022, 10, 6, 9, 12, 31, DateTimeKind.Utc).AddMicroseconds(sequence * 1_000_001),
        Encoding.UTF8.GetBytes(payload));

    /// <summary>The entries from one sequence to another.</summary>
    public static JournalEntry[] Run(long from, long to, string place = Leaf, string campaign = Round) =>
        [.. Enumerable.Range((int)from, (int)(to - from + 1)).Select(sequence => Entry(sequence, place, campaign))];

    public static PlaceId[] Places(params string[] places) => [.. places.Select(p => PlaceId.Parse(p))];

    /// <summary>Everything that an entry says, for comparing.</summary>
    public static string Text(this JournalEntry entry) => string.Join(
        ' ', entry.Ledger, entry.Sequence, entry.ReportId, entry.Reporter, $"{entry.RecordedAt:O}", entry.PayloadText());

    public static string PayloadText(this JournalEntry entry) => Encoding.UTF8.GetString(entry.Payload.Span);

    public static async Task<List<JournalEntry>> AllAsync(this IJournalStore store, LedgerKey ledger, long after = 0)
    {
        var entries = new List<JournalEntry>();
        await foreach (var entry in store.ReadAsync(ledger, after, TestContext.Current.CancellationToken))
            entries.Add(entry);
        return entries;
    }

    public static async Task<List<JournalEntry>> BelowAsync(this IJournalStore store, LedgerKey root)
    {
        var entries = new List<JournalEntry>();
        await foreach (var entry in store.ReadSubtreeAsync(root, TestContext.Current.CancellationToken))
            entries.Add(entry);
        return entries;
    }
}
