using System.CommandLine;

namespace GridGrains.Cli;

/// <summary><c>configuration</c>: prints every key with its default and its range, as docs/configuration.md has them.</summary>
internal sealed class ConfigurationVerb : Command
{
    public ConfigurationVerb()
        : base("configuration", "Prints every key of the configuration with its default, range and environment variable") =>
        SetAction(Run);

    private static int Run(ParseResult parsed)
    {
        Console.Out.Write(ConfigurationDocument.Write());
        return ExitCode.Done;
    }
}
