using FsCheck;
using FsCheck.Fluent;

namespace GridGrains.Cli.Tests;

public sealed class ShareTests
{
    [Fact]
    public void Of_AnyWeights_SumsExactlyAndIsNeverAWholeUnitOff() => Prop.ForAll(
        (from total in Gen.Choose(0, 1_000_000)
         from weights in Gen.Choose(0, 5000).Select(w => (long)w).NonEmptyListOf()
         select (total, weights: weights.ToArray())).ToArbitrary(),
        x =>
        {
            var parts = Share.Of(x.total, x.weights);
            var sum = x.weights.Sum();
            var exact = x.weights.Select(w => sum == 0 ? (double)x.total / x.weights.Length : (double)x.total * w / sum);
            return parts.Sum() == x.total && parts.Zip(exact).All(p => Math.Abs(p.First - p.Second) < 1 + 1e-6);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_EqualRemainders_EarlierGoesFirst() => Assert.Equal([2, 2, 1], Share.Of(5, [7, 7, 7]));

    [Fact]
    public void Of_HugeTotal_DoesNotOverflow() => Assert.Equal([1L << 51, 1L << 51], Share.Of(1L << 52, [long.MaxValue / 2, long.MaxValue / 2]));
}
