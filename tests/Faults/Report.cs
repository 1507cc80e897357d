using System.Globalization;
using System.Runtime.InteropServices;

namespace GridGrains.Faults;

/// <summary>The report file. A row is written as soon as its scenario has ended, so that an interrupted run leaves what it has found.</summary>
internal sealed class Report(string file)
{
    private const string Heads =
        """
        | scenario | faults | sent | acknowledged | refused | unknown | rows | lost | doubled | invented | wrong totals | levels | longest to acknowledge, s | duration, s | note |
        |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|

        """;

    /// <summary>Begins it with the machine and the date.</summary>
    public async Task BeginAsync(string database, string orleans)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"""
            # Faults

            {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 30)} GiB,
            {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {database}, Orleans from {orleans}.
            Every row: a real process of the service under load; afterwards every acknowledgement is looked up in the journal and every total recounted.


            """) + Heads);
    }

    /// <summary>A scenario that was run.</summary>
    public Task AddAsync(string name, Outcome outcome, TimeSpan took)
    {
        var verdict = outcome.Verdict;
        return AppendAsync(string.Create(CultureInfo.InvariantCulture, $"| {name} | {outcome.Faults} | {outcome.Sent} | {outcome.Acknowledged} | {outcome.Refused} | {outcome.Unknown} | {verdict.Rows} | {verdict.Lost.Count} | {verdict.Doubled.Count} | {verdict.Invented.Count} | {verdict.WrongTotals.Count} | {verdict.Levels} | {outcome.LongestToAcknowledge.TotalSeconds:0.0} | {took.TotalSeconds:0} | {outcome.Note} |"));
    }

    /// <summary>One that broke the promise.</summary>
    public Task AddAsync(string name, Verdict verdict, TimeSpan took) => AppendAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | | | | | | {verdict.Rows} | {verdict.Lost.Count} | {verdict.Doubled.Count} | {verdict.Invented.Count} | {verdict.WrongTotals.Count} | {verdict.Levels} | | {took.TotalSeconds:0} | FAILED: {Cell(verdict.ToString())} |"));

    /// <summary>One that failed, or was skipped.</summary>
    public Task AddAsync(string name, string why, TimeSpan took) =>
        AppendAsync(string.Create(CultureInfo.InvariantCulture, $"| {name} | | | | | | | | | | | | | {took.TotalSeconds:0} | {Cell(why)} |"));

    private static string Cell(string text) => text.ReplaceLineEndings(" ").Replace('|', '/');

    private async Task AppendAsync(string row)
    {
        Console.WriteLine(row);
        await File.AppendAllTextAsync(file, row + "\n");
    }
}
