using System.Buffers;
using System.Data.Common;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using GridGrains.Journal;
using GridGrains.Recounting;
using GridGrains.Storage;

namespace GridGrains.Archives;

/// <summary>
/// Writes a campaign with all that was ever reported in it as an open archive, from the database, beside a running service or without one. It reads once, ledger by ledger;
/// in memory are one leaf and the totals of the places.
/// </summary>
public sealed class CampaignArchive(Database database, TimeProvider time)
{
    private const int FlushAt = 1 << 20;

    private readonly IJournalStore journal = StorageServices.OpenJournal(database, time);
    private long reports;

    /// <summary>How many reports have been written so far.</summary>
    public long Reports => Volatile.Read(ref reports);

    /// <summary>Writes it.</summary>
    /// <returns>How many places have reports.</returns>
    /// <exception cref="ArchiveException">There is nothing to be written.</exception>
    public async Task<int> WriteAsync(string campaign, Stream to, CancellationToken cancellation)
    {
        await CheckAsync(cancellation);
        var image = await new CityStore(database, time).LoadAsync(cancellation);
        var city = new City(image);
        if (!city.TryGetCampaign(campaign, out var terms))
            throw new ArchiveException($"The database has no campaign '{campaign}'; it has {string.Join(", ", city.Campaigns.Select(c => c.Id).DefaultIfEmpty("none"))}.");
        var now = time.GetUtcNow().UtcDateTime;
        using var zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        await PutAsync(zip, ArchiveFiles.Readme, ArchiveFiles.ReadmeOf(campaign, now), cancellation);
        await PutAsync(zip, ArchiveFiles.Places, CityTables.Places(image, terms.Root), cancellation);
        await PutAsync(zip, ArchiveFiles.Posts, CityTables.Posts(image, terms.Root), cancellation);
        await PutAsync(zip, ArchiveFiles.Campaigns, CityTables.Campaigns(terms), cancellation);
        var lines = await CityHistory.ReadAsync(database, campaign, terms.Root, image.Version, cancellation);
        await PutAsync(zip, ArchiveFiles.City, string.Join('\n', lines) + "\n", cancellation);
        var (book, purged) = await PutReportsAsync(zip, new LedgerKey(campaign, terms.Root), cancellation);
        await PutAsync(zip, ArchiveFiles.Purged, await PurgedAsync(purged, cancellation), cancellation);
        await PutAsync(zip, ArchiveFiles.Totals, book.ToCsv(city), cancellation);
        var about = new JsonObject
        {
            ["format"] = ArchiveFiles.Format,
            ["campaign"] = campaign,
            ["root"] = terms.Root.Value,
            ["writtenAt"] = Timestamp.Of(now),
            ["reports"] = book.Reports,
            ["places"] = book.Places,
        };
        await PutAsync(zip, ArchiveFiles.About, about.ToJsonString(), cancellation);
        return book.Places;
    }

    // It migrates nothing: a service may be running on it.
    private async Task CheckAsync(CancellationToken cancellation)
    {
        int found;
        try
        {
            found = await database.ReadAsync(
                connection => connection.ExecuteScalarAsync<int>(new CommandDefinition("SELECT max(version) FROM schema_version", cancellationToken: cancellation)), cancellation);
        }
        catch (DbException e)
        {
            throw new ArchiveException($"The {database.Location} holds no ledger that can be read: {e.Message}");
        }
        if (found != Schema.Newest(database))
            throw new ArchiveException($"The database has schema version {found}, and this program writes archives of version {Schema.Newest(database)}: use the program that serves it.");
    }

    private async Task<(TotalsBook Book, List<LedgerKey> Purged)> PutReportsAsync(ZipArchive zip, LedgerKey root, CancellationToken cancellation)
    {
        var (book, purged) = (new TotalsBook(root.Place), new List<LedgerKey>());
        var lines = new ArrayBufferWriter<byte>(FlushAt * 2);
        await using var file = zip.CreateEntry(ArchiveFiles.Reports).Open();
        await foreach (var (entry, effect) in journal.ReadSubtreeAsync(root, cancellation).WithEffectsAsync(journal, cancellation))
        {
            ReportLine.Write(lines, entry);
            book.Add(entry, effect);
            if (entry.Payload.IsEmpty && (purged.Count == 0 || purged[^1] != entry.Ledger))
                purged.Add(entry.Ledger);
            Interlocked.Increment(ref reports);
            if (lines.WrittenCount < FlushAt)
                continue;
            await file.WriteAsync(lines.WrittenMemory, cancellation);
            lines.ResetWrittenCount();
        }
        await file.WriteAsync(lines.WrittenMemory, cancellation);
        return (book, purged);
    }

    private async Task<string> PurgedAsync(List<LedgerKey> ledgers, CancellationToken cancellation)
    {
        var lines = new StringBuilder();
        foreach (var ledger in ledgers)
        {
            if (await journal.PurgedTotalsAsync(ledger, cancellation) is var (through, totals))
                lines.Append(new JsonObject { ["place"] = ledger.Place.Value, ["through"] = through, ["totals"] = JsonNode.Parse(totals) }.ToJsonString()).Append('\n');
        }
        return lines.ToString();
    }

    private static async Task PutAsync(ZipArchive zip, string name, string text, CancellationToken cancellation)
    {
        await using var file = zip.CreateEntry(name).Open();
        await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
    }
}
