namespace GridGrains.Cli;

/// <summary>The service answered, and the answer is no.</summary>
internal sealed class ApiRefusal(Problem problem) : Exception(problem.Sentence)
{
    /// <summary>What it said.</summary>
    public Problem Problem { get; } = problem;

    /// <summary>As the end of a verb: a token that may not is wrong use, everything else is an answer.</summary>
    public CommandFailure AsFailure() => Problem.Status is 401 or 403
        ? new CommandFailure(ExitCode.WrongUse, $"The token may not do this: {Problem.Sentence}.")
        : new CommandFailure(ExitCode.NotSo, $"The service refuses it: {Problem.Sentence}.");
}
