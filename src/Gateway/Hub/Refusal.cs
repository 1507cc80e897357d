using Microsoft.AspNetCore.SignalR;

namespace GridGrains.Gateway;

/// <summary>How the hub says no.</summary>
internal static class Refusal
{
    /// <summary>The problem as JSON is the message of the exception that the client gets.</summary>
    public static HubException Of(Problem problem) => new(problem.ToJson());
}
