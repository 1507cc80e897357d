using System.CommandLine;

namespace GridGrains.Cli;

/// <summary><c>load</c>: plays a mass testing day against a running service, measures it from outside, and checks in the end that everything acknowledged is counted once.</summary>
internal sealed class LoadVerb : Command
{
    private readonly LoadOptions options;
    private readonly ConnectOptions connect;

    public LoadVerb()
        : base(
            "load",
            "Plays a mass testing day against a running service: thousands of reports, walls and phones that watch. Says how long acknowledgements and totals took, and whether "
            + "every acknowledged report was counted exactly once: exit 0, or 1 where not (docs/load.md)")
    {
        options = new LoadOptions(this);
        connect = new ConnectOptions(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var settings = options.Read(parsed);
        var files = settings.Out is { } file ? ResultFiles.Open(file) : null;
        var source = TreeSource.Of(settings);
        using var connection = connect.Open(parsed, [source.Root], connections: 8);
        var tree = await source.BringAsync(connection.Api, cancellation);
        var campaign = await CampaignOfLoad.OpenAsync(connection.Api, settings, tree.Root, cancellation);
        var target = new Target(connection.Url, connection.Token, campaign.Id, campaign.DayBegins, campaign.SubjectPrefix);
        using var run = await LoadRun.PrepareAsync(settings, target, tree, connection.Api, cancellation);
        Summary.Announce(settings, tree, run, target);
        var result = await run.RunAsync(cancellation);
        if (settings.Campaign is null)
            await connection.Api.CloseCampaignAsync(campaign.Id, cancellation);
        Summary.Print(result);
        if (files is not null)
        {
            await files.WriteAsync(result, cancellation);
            Screen.Line($"Written to {files.Names}");
        }
        return result.Verdict.IsExact ? ExitCode.Done : ExitCode.NotSo;
    }
}
