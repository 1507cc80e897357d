using System.CommandLine;
using System.CommandLine.Parsing;

namespace GridGrains.Cli;

/// <summary><c>serve</c>: silo and gateway in one process.</summary>
internal sealed class ServeVerb : Command
{
    /// <summary>Where it listens if nothing else is said: on this machine only.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    private const string DrillScenario = "shengtang";

    private readonly Option<string> data = DataDirectory.Option();
    private readonly Option<string?> postgres = new("--postgres") { Description = "Keeps the ledger in this PostgreSQL database, not in a SQLite file", HelpName = "CONNECTION" };
    private readonly Option<bool> empty = new("--empty") { Description = "No scenario is imported or played" };
    private readonly Option<string> urls = new("--urls")
    {
        Description = "Where to listen; several are separated by ;",
        HelpName = "URL",
        DefaultValueFactory = _ => DefaultUrl,
        CustomParser = ReadUrls,
    };

    public ServeVerb()
        : base("serve", "Serves everything in one process; Ctrl-C or SIGTERM drains and stops within 10 s")
    {
        Add(data);
        Add(urls);
        Add(postgres);
        Add(empty);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var directory = new DataDirectory(parsed.GetRequiredValue(data));
        var database = parsed.GetValue(postgres);
        var isNew = directory.IsNew;
        using var held = directory.Hold();
        // Written before anything else, so that a first start that is cut short is made up for by the next.
        if (isNew && database is null && !parsed.GetValue(empty))
            directory.Drill = DrillScenario;

        await using var service = new Service(directory, parsed.GetRequiredValue(urls), database);
        await service.StartAsync(cancellation);
        var drill = directory.Drill is { } name && !parsed.GetValue(empty) ? new DrillPlayer(service, directory, name) : null;
        await service.RunAsync(drill, cancellation);
        return ExitCode.Done;
    }

    private static string ReadUrls(ArgumentResult argument)
    {
        var text = argument.Tokens.Count > 0 ? argument.Tokens[0].Value : "";
        foreach (var url in text.Split(';'))
        {
            // Kestrel takes * and + for every address, which no URI has.
            var plain = url.Replace("//*", "//any", StringComparison.Ordinal).Replace("//+", "//any", StringComparison.Ordinal);
            if (!Uri.TryCreate(plain, UriKind.Absolute, out var read) || read.Scheme is not ("http" or "https"))
                argument.AddError($"--urls has '{url}'; it must be like {DefaultUrl}.");
        }
        return text;
    }
}
