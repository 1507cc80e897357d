using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;

namespace GridGrains.Client;

/// <summary>
/// Reports that are on the disk before they are sent, and sent until they are answered: in their order, over lost connections, restarts and power cuts, each
/// counted once. A file for each entry in a directory that belongs to one process at a time.
/// </summary>
public sealed class Outbox : IDisposable
{
    private const int MostReports = 100;
    private const int MostObservations = 2_000;

    private readonly GridGrainsClient client;
    private readonly string directory;
    private readonly Action<Settled>? settled;
    private readonly FileStream held;
    private readonly Channel<bool> added = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long last;

    /// <summary>Opens an outbox; what waited in it waits on.</summary>
    /// <param name="client">By which it sends.</param>
    /// <param name="directory">Where entries lie.</param>
    /// <param name="settled">Is told of each entry what became of it.</param>
    /// <exception cref="IOException">Another process has it open.</exception>
    public Outbox(GridGrainsClient client, string directory, Action<Settled>? settled = null)
    {
        (this.client, this.directory, this.settled) = (client, directory, settled);
        Directory.CreateDirectory(Path.Combine(directory, "refused"));
        held = new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        last = Waiting().Select(NumberOf).DefaultIfEmpty().Max();
    }

    /// <summary>How many entries wait.</summary>
    public int Count => Waiting().Count;

    /// <summary>Takes a report; it is on the disk when this returns.</summary>
    public async Task<OutboxEntry> AddAsync(string campaign, string place, IReadOnlyList<Observation> observations, CancellationToken cancellation = default)
    {
        var entry = new OutboxEntry(Guid.CreateVersion7(), campaign, place, observations);
        var file = Path.Combine(directory, $"{Interlocked.Increment(ref last).ToString("D19", CultureInfo.InvariantCulture)}.json");
        var unfinished = file + ".tmp";
        await using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
        {
            await JsonSerializer.SerializeAsync(stream, entry, GridGrainsClient.Json, cancellation).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }
        File.Move(unfinished, file);
        added.Writer.TryWrite(true);
        return entry;
    }

    /// <summary>Sends what waits and what is added, until it is cancelled. One at a time.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var pauses = new Pauses(client.Time);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (Waiting() is not { Count: > 0 } waiting)
                {
                    await added.Reader.ReadAsync(cancellation).ConfigureAwait(false);
                    continue;
                }
                if (await SendAsync(await BatchAsync(waiting, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false))
                    pauses.Reset();
                else
                    await pauses.NextAsync(null, cancellation).ConfigureAwait(false);
            }
            catch (RefusedException refused)
            {
                // Too busy, or the token is not the right one: nothing is wrong with what waits.
                await pauses.NextAsync(refused.RetryAfter, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException)
            {
                await pauses.NextAsync(null, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();

    // Whether anything was settled. A call that is refused as a whole is sent again as its halves, down to the entry that is the reason.
    private async Task<bool> SendAsync(List<(string File, OutboxEntry Entry)> batch, CancellationToken cancellation)
    {
        try
        {
            var answers = await client.ReportAllAsync(batch[0].Entry.Campaign, [.. batch.Select(b => b.Entry)], cancellation).ConfigureAwait(false);
            var any = false;
            for (var i = 0; i < batch.Count && i < answers.Length; i++)
                any |= Settle(batch[i].File, batch[i].Entry, answers[i]);
            return any;
        }
        catch (RefusedException refused) when (refused.Problem.Status is 400 or 404 or 409 or 413 or 422)
        {
            if (batch.Count > 1)
                return await SendAsync(batch[..(batch.Count / 2)], cancellation).ConfigureAwait(false);
            Refuse(batch[0].File, batch[0].Entry, refused.Problem);
            return true;
        }
    }

    private bool Settle(string file, OutboxEntry entry, JsonElement answer)
    {
        if (answer.TryGetProperty("sequence", out _))
        {
            File.Delete(file);
            settled?.Invoke(new(entry, answer.Deserialize<Receipt>(GridGrainsClient.Json), null));
            return true;
        }
        var problem = answer.Deserialize<Problem>(GridGrainsClient.Json)!;
        if (problem.IsPassing)
            return false;
        Refuse(file, entry, problem);
        return true;
    }

    private void Refuse(string file, OutboxEntry entry, Problem problem)
    {
        File.Move(file, Path.Combine(directory, "refused", Path.GetFileName(file)), overwrite: true);
        settled?.Invoke(new(entry, null, problem));
    }

    // The first of them and what follows for the same campaign, as much as a call may have.
    private static async Task<List<(string File, OutboxEntry Entry)>> BatchAsync(List<string> waiting, CancellationToken cancellation)
    {
        List<(string File, OutboxEntry Entry)> batch = [];
        var observations = 0;
        foreach (var file in waiting)
        {
            await using var stream = File.OpenRead(file);
            var entry = (await JsonSerializer.DeserializeAsync<OutboxEntry>(stream, GridGrainsClient.Json, cancellation).ConfigureAwait(false))!;
            observations += entry.Observations.Count;
            if (batch.Count > 0 && (entry.Campaign != batch[0].Entry.Campaign || observations > MostObservations || batch.Count == MostReports))
                break;
            batch.Add((file, entry));
        }
        return batch;
    }

    private List<string> Waiting() => [.. Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal)];

    private static long NumberOf(string file) => long.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture);
}
