using Microsoft.AspNetCore.SignalR;

namespace GridGrains.Gateway;

/// <summary>How the hub says no.</summary>
internal static class Refusal
{
    /// <summary>The problem as JSON is the message of the exception that the client gets.</summary>
    public static HubException Of(Problem problem) => new(problem.ToJson()) { Data = { [nameof(Problem)] = problem } };

    /// <summary>The problem that it says; null if it is none of these.</summary>
    public static Problem? ProblemOf(HubException refusal) => refusal.Data[nameof(Problem)] as Problem;
}
