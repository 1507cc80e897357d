using Microsoft.AspNetCore.SignalR;

namespace GridGrains.Gateway;

/// <summary>How the hub says no.</summary>
internal static class Refusal
{
    /// <summary>The problem as JSON is the message of the exception that the client gets.</summary>
    public static HubException Of(Problem problem) => new(problem.ToJson()) { Data = { [nameof(Problem.Code)] = problem.Code } };

    /// <summary>The code of the problem that it says.</summary>
    public static string? CodeOf(HubException refusal) => refusal.Data[nameof(Problem.Code)] as string;
}
