using System.CommandLine;

namespace GridGrains.Cli;

/// <summary><c>audit</c>: whether every number at and below a place is what the journal says, level by level.</summary>
internal sealed class AuditVerb : Command
{
    private const int AtOnce = 8;
    private const int WrongShown = 10;

    private readonly Option<string> campaign = new("--campaign") { Description = "The campaign", HelpName = "C", Required = true };
    private readonly Option<PlaceId> place = new("--place")
    {
        Description = "Where to begin",
        HelpName = "P",
        Required = true,
        CustomParser = argument =>
        {
            if (PlaceId.TryParse(argument.Tokens[0].Value, null, out var read))
                return read;
            argument.AddError(PlaceId.Rule(argument.Tokens[0].Value) + ".");
            return default;
        },
    };

    private readonly ConnectOptions connect;

    public AuditVerb()
        : base("audit", "Recounts below a place from the journal, level by level: a table and exit 0 or 1")
    {
        Add(campaign);
        Add(place);
        connect = new ConnectOptions(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var root = parsed.GetValue(place);
        using var connection = connect.Open(parsed, [root], AtOnce);
        var places = await connection.Api.PlacesAsync(root.Value, cancellation);
        var auditor = new Auditor(connection.Api, parsed.GetRequiredValue(campaign), AtOnce);
        await Screen.ProgressAsync("Places", places.Count, () => auditor.Done, auditor.AuditAsync(places, cancellation), cancellation);

        Screen.Table(
            ["level", "places", "reports", "live = journal", "children = parent"],
            auditor.Audits.GroupBy(a => (Depth: a.Place.Count('.'), a.Level)).OrderBy(g => g.Key.Depth).ThenBy(g => g.Key.Level).Select(g => Row(g.Key.Level, [.. g])));
        var wrong = auditor.Audits.Where(a => !a.IsRight).OrderBy(a => a.Place, StringComparer.Ordinal).ToList();
        foreach (var audit in wrong.Take(WrongShown))
            Screen.Line($"{audit.Place} differs from {(audit.MatchesJournal ? "the sum of its children" : "the journal")}");
        if (wrong.Count > WrongShown)
            Screen.Line($"and {wrong.Count - WrongShown} more");
        return wrong.Count == 0 ? ExitCode.Done : ExitCode.NotSo;
    }

    private static string[] Row(string level, PlaceAudit[] audits)
    {
        var areas = audits.Count(a => a.MatchesChildren is not null);
        return
        [
            level,
            Screen.Number(audits.Length),
            Screen.Number(audits.Sum(a => a.Reports)),
            Tally(audits.Count(a => a.MatchesJournal), audits.Length),
            areas == 0 ? "" : Tally(audits.Count(a => a.MatchesChildren == true), areas),
        ];
    }

    private static string Tally(int right, int all) => right == all ? $"all {Screen.Number(all)}" : $"{Screen.Number(right)} of {Screen.Number(all)}";
}
