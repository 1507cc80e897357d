using System.Diagnostics;

namespace GridGrains.Faults;

/// <summary>
/// Named points at which a fault harness lets the process die as by SIGKILL: nothing is flushed and no finally block runs. Armed for one
/// process by its environment; otherwise a point costs the look at a readonly field.
/// </summary>
internal static class CrashPoint
{
    /// <summary>A batch is about to be sent to the database.</summary>
    public const string BeforeAppend = "before-append";

    /// <summary>A batch is with the database and the program has not been told how that ended.</summary>
    public const string AfterAppend = "after-append";

    /// <summary>A report is durable and not counted yet.</summary>
    public const string AfterCommit = "after-commit";

    /// <summary>A report is counted and not answered yet.</summary>
    public const string AfterApply = "after-apply";

    /// <summary>Counts are about to be sent to the area above.</summary>
    public const string BeforeRollUp = "before-roll-up";

    /// <summary>A leaf's or area's state is about to be saved.</summary>
    public const string BeforeSave = "before-save";

    /// <summary>An entry of the journal is about to be counted again.</summary>
    public const string InReplay = "in-replay";

    /// <summary>The service stops, and a leaf is on its way out of memory.</summary>
    public const string InDrain = "in-drain";

    /// <summary>A change of the tree is durable, and nobody has heard of it yet.</summary>
    public const string AfterChange = "after-change";

    /// <summary>The variable that arms a process: <c>name:n</c> dies at the n-th passing of that point.</summary>
    public const string Variable = "GRIDGRAINS_CRASH_AT";

    private static readonly string[] Names =
        [BeforeAppend, AfterAppend, AfterCommit, AfterApply, BeforeRollUp, BeforeSave, InReplay, InDrain, AfterChange];

    private static readonly Armed? Here = Read(Environment.GetEnvironmentVariable(Variable), out _);

    /// <summary>What this process is armed with, or null.</summary>
    public static string? Arming => Here?.ToString();

    /// <summary>Why a value of the variable cannot arm a process; null if it can, or if there is none.</summary>
    public static string? Refusal(string? value)
    {
        Read(value, out var refusal);
        return refusal;
    }

    /// <summary>Dies here if this is the point and the passing.</summary>
    public static void Pass(string point) => Here?.Pass(point);

    private static Armed? Read(string? value, out string? refusal)
    {
        refusal = null;
        if (string.IsNullOrEmpty(value))
            return null;
        var colon = value.LastIndexOf(':');
        var name = colon < 0 ? value : value[..colon];
        if (colon > 0 && Names.Contains(name) && int.TryParse(value[(colon + 1)..], out var passing) && passing > 0)
            return new Armed(name, passing);
        refusal = $"{Variable} is '{value}'; allowed is one of {string.Join(", ", Names)}, followed by a colon and a whole number above 0, or nothing.";
        return null;
    }

    private sealed class Armed(string name, int passing)
    {
        private int passed;

        public override string ToString() => $"{name}:{passing}";

        public void Pass(string point)
        {
            if (point != name || Interlocked.Increment(ref passed) != passing)
                return;
            using var self = Process.GetCurrentProcess();
            // SIGKILL on Unix, TerminateProcess on Windows.
            self.Kill();
        }
    }
}
