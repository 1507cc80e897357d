using System.CommandLine;

namespace GridGrains.Cli;

/// <summary><c>probe</c>: asks a service on this machine after its health; the exit code says it.</summary>
internal sealed class ProbeVerb : Command
{
    private readonly Argument<string> what = new("WHAT") { Description = "started, live or ready", DefaultValueFactory = _ => "ready" };
    private readonly Option<Uri> url = new("--url")
    {
        Description = "Where the service is",
        HelpName = "URL",
        DefaultValueFactory = _ => new Uri(ServeVerb.DefaultUrl),
        CustomParser = ConnectOptions.ReadUrl,
    };

    public ProbeVerb()
        : base(HealthProbe.Verb, "Asks a service after its health; the exit code is 0 for yes")
    {
        what.AcceptOnlyFromAmong("started", "live", "ready");
        Add(what);
        Add(url);
        SetAction((parsed, _) => HealthProbe.AskAsync(parsed.GetRequiredValue(url), parsed.GetRequiredValue(what)));
    }
}
