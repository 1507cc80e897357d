using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using GridGrains.Journal;
using GridGrains.Storage;

namespace GridGrains.Archives;

/// <summary>
/// Fills an empty database from an archive: the city with all its versions, and every report with its sequence, its id, its reporter and the time it was taken in, so that totals,
/// daily reports, history and rewinds are what they were, and a phone that sends something again is still told that it is known.
/// </summary>
public sealed class ArchiveRebuild(Database database, TimeProvider time)
{
    private const int Batch = 500;

    private readonly IJournalStore journal = StorageServices.OpenJournal(database, time);
    private long reports;

    /// <summary>How many reports have been put back so far.</summary>
    public long Reports => Volatile.Read(ref reports);

    /// <summary>Rebuilds, then counts everything again.</summary>
    /// <returns>The campaign, and where the totals differ from those of the archive, in sentences; none if all are equal.</returns>
    /// <exception cref="ArchiveException">It is no archive, or the database is not empty.</exception>
    public async Task<(string Campaign, int Places, IReadOnlyList<string> Differences)> RunAsync(Stream from, CancellationToken cancellation)
    {
        using var zip = Open(from);
        var about = JsonNode.Parse(await TextAsync(zip, ArchiveFiles.About, cancellation))!.AsObject();
        if ((int?)about["format"] != ArchiveFiles.Format)
            throw new ArchiveException($"The archive has format {about["format"]}, and this program reads format {ArchiveFiles.Format}.");
        var root = new LedgerKey((string)about["campaign"]!, PlaceId.Parse((string)about["root"]!));
        await database.PrepareAsync(cancellation);
        await RefuseWhatIsKeptAsync(cancellation);
        var city = await TextAsync(zip, ArchiveFiles.City, cancellation);
        await CityHistory.WriteAsync(database, city.Split('\n', StringSplitOptions.RemoveEmptyEntries), cancellation);
        await PutReportsAsync(zip, root.Campaign, cancellation);
        await PutPurgedAsync(zip, root.Campaign, cancellation);
        var book = await TotalsBook.OfAsync(journal, root, cancellation);
        return (root.Campaign, book.Places, [.. book.DifferencesFrom(await TextAsync(zip, ArchiveFiles.Totals, cancellation))]);
    }

    private static ZipArchive Open(Stream from)
    {
        try
        {
            return new ZipArchive(from, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException e)
        {
            throw new ArchiveException($"That is no archive: {e.Message}");
        }
    }

    private async Task RefuseWhatIsKeptAsync(CancellationToken cancellation)
    {
        var kept = await database.ReadAsync(
            connection => connection.ExecuteScalarAsync<bool>(new CommandDefinition(
                "SELECT EXISTS (SELECT 1 FROM city_version) OR EXISTS (SELECT 1 FROM journal)", cancellationToken: cancellation)),
            cancellation);
        if (kept)
            throw new ArchiveException($"The {database.Location} is not empty; an archive is rebuilt where nothing is kept yet.");
    }

    private async Task PutReportsAsync(ZipArchive zip, string campaign, CancellationToken cancellation)
    {
        using var lines = new StreamReader(Entry(zip, ArchiveFiles.Reports).Open(), Encoding.UTF8);
        var batch = new List<JournalEntry>(Batch);
        JournalEntry? last = null;
        for (var number = 1L; await lines.ReadLineAsync(cancellation) is { } line; number++)
        {
            var entry = ReportLine.Read(campaign, line, number);
            var expected = last is not null && last.Ledger == entry.Ledger ? last.Sequence + 1 : 1;
            if (entry.Sequence != expected)
                throw new ArchiveException($"{ArchiveFiles.Reports}, line {number}: {entry.Ledger.Place} goes on with sequence {entry.Sequence} where {expected} comes next.");
            batch.Add(last = entry);
            if (batch.Count == Batch)
                await CommitAsync(batch, cancellation);
        }
        await CommitAsync(batch, cancellation);
    }

    private async Task CommitAsync(List<JournalEntry> batch, CancellationToken cancellation)
    {
        if (batch.Count == 0)
            return;
        var fenced = await journal.CommitAsync(batch, cancellation);
        if (fenced.Count > 0)
            throw new ArchiveException($"{ArchiveFiles.Reports} has a report of {fenced.First().Place} twice.");
        Interlocked.Add(ref reports, batch.Count);
        batch.Clear();
    }

    private async Task PutPurgedAsync(ZipArchive zip, string campaign, CancellationToken cancellation)
    {
        var lines = (await TextAsync(zip, ArchiveFiles.Purged, cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await database.WriteAsync(
            async transaction =>
            {
                foreach (var line in lines)
                {
                    using var kept = JsonDocument.Parse(line);
                    await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                        "INSERT INTO journal_totals (campaign, place, through, totals) VALUES (@campaign, @place, @through, @totals)",
                        new
                        {
                            campaign,
                            place = kept.RootElement.GetProperty("place").GetString(),
                            through = kept.RootElement.GetProperty("through").GetInt64(),
                            totals = kept.RootElement.GetProperty("totals").GetRawText(),
                        },
                        transaction,
                        cancellationToken: cancellation));
                }
                return true;
            },
            cancellation);
    }

    private static ZipArchiveEntry Entry(ZipArchive zip, string name) => zip.GetEntry(name) ?? throw new ArchiveException($"That is no archive: it has no {name}.");

    private static async Task<string> TextAsync(ZipArchive zip, string name, CancellationToken cancellation)
    {
        using var reader = new StreamReader(Entry(zip, name).Open(), Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellation);
    }
}
