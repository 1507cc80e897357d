using System.Runtime.InteropServices;
using GridGrains.Bench.Hosts;
using GridGrains.Journal;
using Microsoft.Win32.SafeHandles;

namespace GridGrains.Bench.Peers;

/// <summary>
/// The limit of the disk: what GridGrains' journal keeps of a report (place, id and payload in the same bytes), appended to a plain file, one fdatasync for all that
/// queued up meanwhile. No index, so nothing is known again, and nothing is counted but the sum.
/// </summary>
internal sealed partial class FileBackend : IBackend
{
    private readonly SafeFileHandle file;
    private readonly Batches<(byte[] Line, long People)> batches;
    private readonly MemoryStream batch = new();
    private long written;
    private long people;

    public FileBackend(string directory)
    {
        file = File.OpenHandle(Path.Combine(directory, "journal"), FileMode.CreateNew, FileAccess.Write);
        batches = new(WriteAsync);
    }

    public ValueTask<bool> TakeAsync(string place, Report report)
    {
        var payload = Payload.Encode(report.Observations);
        var line = new byte[place.Length + 1 + 16 + payload.Length + 1];
        var at = System.Text.Encoding.ASCII.GetBytes(place, line);
        line[at++] = (byte)' ';
        report.ReportId.TryWriteBytes(line.AsSpan(at));
        payload.CopyTo(line, at + 16);
        line[^1] = (byte)'\n';
        return new(batches.AddAsync((line, People.In(report))));
    }

    public Task<long[]> TotalsAsync(IReadOnlyList<string> places) => Task.FromResult(places.Select(_ => Volatile.Read(ref people)).ToArray());

    public async ValueTask DisposeAsync()
    {
        await batches.DisposeAsync();
        file.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);

    private Task<bool[]> WriteAsync(IReadOnlyList<(byte[] Line, long People)> reports)
    {
        batch.SetLength(0);
        foreach (var (line, _) in reports)
            batch.Write(line);
        RandomAccess.Write(file, batch.GetBuffer().AsSpan(0, (int)batch.Length), written);
        if (Sync(file) != 0)
            throw new IOException($"fdatasync failed with {Marshal.GetLastPInvokeError()}");
        written += batch.Length;
        Interlocked.Add(ref people, reports.Sum(r => r.People));
        return Task.FromResult(Enumerable.Repeat(true, reports.Count).ToArray());
    }
}
