namespace GridGrains;

/// <summary>The grain storage for what leaves and areas save: a cache, which may be emptied at any time.</summary>
public static class LedgerStorage
{
    /// <summary>Its name with Orleans.</summary>
    public const string Name = "ledgers";
}
