using System.CommandLine;
using System.Data.Common;
using GridGrains.Archives;

namespace GridGrains.Cli;

/// <summary><c>archive FILE</c>: writes a campaign as an open archive, also while it is being served.</summary>
internal sealed class ArchiveVerb : Command
{
    private readonly Argument<string> file = new("FILE") { Description = "The archive to be written, a zip" };
    private readonly Option<string> campaign = new("--campaign") { Description = "The campaign", HelpName = "C", Required = true };
    private readonly KeptLedger ledger;

    public ArchiveVerb()
        : base("archive", "Writes a campaign with every report as an open archive (CSV and NDJSON with a README), from which rebuild makes a system")
    {
        Add(file);
        Add(campaign);
        ledger = new KeptLedger(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var path = Path.GetFullPath(parsed.GetRequiredValue(file));
        await using var database = ledger.Open(parsed);
        var archive = new CampaignArchive(database, TimeProvider.System);
        var part = path + ".part";
        try
        {
            int places;
            await using (var to = File.Create(part))
            {
                var writing = archive.WriteAsync(parsed.GetRequiredValue(campaign), to, cancellation);
                await Screen.ProgressAsync("Reports", 0, () => archive.Reports, writing, cancellation);
                places = await writing;
            }
            File.Move(part, path, overwrite: true);
            Screen.Line($"{path}: {Screen.Number(archive.Reports)} reports of {Screen.Number(places)} places");
            return ExitCode.Done;
        }
        catch (ArchiveException e)
        {
            throw new CommandFailure(ExitCode.NotSo, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DbException)
        {
            throw new CommandFailure(ExitCode.OutOfReach, $"'{path}' could not be written: {e.Message}");
        }
        finally
        {
            File.Delete(part);
        }
    }
}
