using System.CommandLine;
using System.CommandLine.Invocation;

namespace GridGrains.Cli;

/// <summary>Runs the verb that was asked for and turns its end into an exit code and, where it is not done, a sentence.</summary>
internal static class Verbs
{
    // A verb that was told to stop gets as long as a service may take to drain.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(10);

    /// <summary>All verbs with their options.</summary>
    public static RootCommand Root() => new("GridGrains: the live ledger of a city's work, grid by grid.")
    {
        new ServeVerb(), new TokenVerb(), new RevokeVerb(), new ImportVerb(), new PlayVerb(), new LoadVerb(), new AuditVerb(), new ArchiveVerb(), new RebuildVerb(), new BackupVerb(), new ConfigurationVerb(), new ProbeVerb(),
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Action is ParseErrorAction)
            return WrongUse(parsed);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopWithin });
        }
        catch (CommandFailure failure)
        {
            Screen.Error(failure.Message);
            return failure.ExitCode;
        }
        catch (ApiRefusal refusal)
        {
            Screen.Error(refusal.AsFailure().Message);
            return refusal.AsFailure().ExitCode;
        }
        catch (OperationCanceledException)
        {
            Screen.Error("Stopped before it was done.");
            return ExitCode.OutOfReach;
        }
    }

    private static int WrongUse(ParseResult parsed)
    {
        foreach (var error in parsed.Errors)
            Screen.Error(error.Message);
        var verb = parsed.CommandResult.Command;
        Screen.Error($"See 'gridgrains {(verb is RootCommand ? "" : verb.Name + " ")}--help'.");
        return ExitCode.WrongUse;
    }
}
