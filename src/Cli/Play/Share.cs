namespace GridGrains.Cli;

/// <summary>Divides a whole number into whole parts.</summary>
internal static class Share
{
    /// <summary>
    /// Parts in proportion to <paramref name="weights"/> by largest remainder, so that they sum to <paramref name="total"/> exactly; equal
    /// ones where all weights are zero. Of equal remainders the earlier goes first.
    /// </summary>
    public static long[] Of(long total, IReadOnlyList<long> weights)
    {
        var sum = weights.Aggregate((Int128)0, (a, w) => a + w);
        var parts = new long[weights.Count];
        var remainders = new (Int128 Remainder, int Index)[weights.Count];
        var left = total;
        for (var i = 0; i < parts.Length; i++)
        {
            var (part, remainder) = Int128.DivRem((Int128)total * (sum == 0 ? 1 : weights[i]), sum == 0 ? parts.Length : sum);
            parts[i] = (long)part;
            remainders[i] = (remainder, i);
            left -= parts[i];
        }
        foreach (var (_, index) in remainders.OrderByDescending(r => r.Remainder).ThenBy(r => r.Index).Take((int)left))
            parts[index]++;
        return parts;
    }
}
