using System.Diagnostics;

namespace GridGrains.Bench;

/// <summary>
/// The sockets of this process, which plays the clients, go on in the thread that finds them readable: a hop less for each frame, so that
/// the clients take less of the cores that they share with what is measured. What is measured runs as it always does.
/// </summary>
internal static class OwnSockets
{
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>To be called before the first socket.</summary>
    public static void CompleteInline() => Environment.SetEnvironmentVariable(Variable, "1");

    /// <summary>Lets a process that is started from here not inherit it.</summary>
    public static void LeaveOut(ProcessStartInfo start) => start.Environment.Remove(Variable);
}
