namespace GridGrains.Cli;

/// <summary>Numbers of chance that the same seed gives again, whoever asks and in whatever order.</summary>
internal static class Chance
{
    /// <summary>A number for a seed and two further ones (the finaliser of SplitMix64, by Steele, Lea and Flood).</summary>
    public static uint Of(int seed, int first, int second = 0)
    {
        var mixed = ((ulong)(uint)seed << 32 | (uint)first) + (0x9E3779B97F4A7C15 * ((uint)second + 1UL));
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (uint)((mixed ^ (mixed >> 31)) >> 32);
    }

    /// <summary>The same between 0 and 1.</summary>
    public static double Share(int seed, int first, int second = 0) => Of(seed, first, second) / (uint.MaxValue + 1.0);
}
