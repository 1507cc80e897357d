namespace GridGrains.Cli;

/// <summary>Ends a verb with one sentence that names what and why.</summary>
internal sealed class CommandFailure(int exitCode, string sentence) : Exception(sentence)
{
    /// <summary>One of <see cref="Cli.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
