namespace GridGrains.Cli;

/// <summary>What a verb's exit code means.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The thing asked about is not so: a difference, a failed check, a refusal.</summary>
    public const int NotSo = 1;

    /// <summary>Called wrongly.</summary>
    public const int WrongUse = 2;

    /// <summary>Something could not be reached or started.</summary>
    public const int OutOfReach = 3;
}
