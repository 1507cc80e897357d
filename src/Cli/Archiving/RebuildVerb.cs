using System.CommandLine;
using System.Data.Common;
using GridGrains.Archives;
using GridGrains.Storage;

namespace GridGrains.Cli;

/// <summary><c>rebuild FILE</c>: fills an empty system from an archive and compares the totals of every place.</summary>
internal sealed class RebuildVerb : Command
{
    private const int WrongShown = 10;

    private readonly Argument<string> file = new("FILE") { Description = "An archive" };
    private readonly KeptLedger ledger;

    public RebuildVerb()
        : base("rebuild", "Fills an empty data directory or database from an archive and compares the totals of every place: exit 0 or 1")
    {
        Add(file);
        ledger = new KeptLedger(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var path = Path.GetFullPath(parsed.GetRequiredValue(file));
        if (!File.Exists(path))
            throw new CommandFailure(ExitCode.WrongUse, $"'{path}' is not there.");
        var directory = ledger.Directory(parsed);
        // Nobody else may serve it meanwhile.
        using var held = ledger.Postgres(parsed) is null ? directory.Hold() : null;
        try
        {
            await using var database = KeptLedger.Of(ledger.Postgres(parsed), directory.Ledger);
            var rebuild = new ArchiveRebuild(database, TimeProvider.System);
            await using var from = File.OpenRead(path);
            var running = rebuild.RunAsync(from, cancellation);
            await Screen.ProgressAsync("Reports", 0, () => rebuild.Reports, running, cancellation);
            var (campaign, places, differences) = await running;
            foreach (var difference in differences.Take(WrongShown))
                Screen.Line(difference);
            if (differences.Count > WrongShown)
                Screen.Line($"and {Screen.Number(differences.Count - WrongShown)} more");
            Screen.Line($"{campaign}: {Screen.Number(rebuild.Reports)} reports, {Screen.Number(places)} places, {(differences.Count == 0 ? "all totals equal" : "totals DIFFER")}");
            return differences.Count == 0 ? ExitCode.Done : ExitCode.NotSo;
        }
        catch (ArchiveException e)
        {
            throw new CommandFailure(ExitCode.NotSo, e.Message);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or DbException or UnsafeDatabaseException or NewerSchemaException)
        {
            throw new CommandFailure(ExitCode.OutOfReach, $"It could not be rebuilt, and what is there now is to be thrown away: {e.Message}");
        }
    }
}
