namespace GridGrains.Faults;

/// <summary>Settings under which a short run meets what a long day would.</summary>
internal static class Cadence
{
    /// <summary>Leaves save their state every 50 reports, so that saved states of all ages are met again.</summary>
    public static IReadOnlyDictionary<string, string> SavesOften { get; } = new Dictionary<string, string> { ["Grid__ReportsPerSave"] = "50" };

    /// <summary>As above, and nobody looks after lost messages: what is right is right by itself.</summary>
    public static IReadOnlyDictionary<string, string> NoHealing { get; } = new Dictionary<string, string> { ["Grid__ReportsPerSave"] = "50", ["RollUp__SilenceInterval"] = "01:00:00" };
}
