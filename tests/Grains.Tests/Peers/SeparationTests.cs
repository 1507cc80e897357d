using GridGrains.Silo;
using Xunit;

namespace GridGrains.Peers;

public sealed class SeparationTests
{
    private static readonly ListedSilo Old = new("10.0.0.1:8081", 100);
    private static readonly ListedSilo Middle = new("10.0.0.2:8081", 200);
    private static readonly ListedSilo Young = new("10.0.0.3:8081", 300);

    [Fact]
    public void Silo_WithoutDatabaseThatAPeerReaches_Leaves() =>
        Assert.Contains("10.0.0.1:8081 does", Separation.Find(Middle, database: false, [Sees(Old), Sees(Young, database: false)]), StringComparison.Ordinal);

    [Fact]
    public void Silo_WithoutDatabaseThatNobodyReaches_Stays() =>
        Assert.Null(Separation.Find(Middle, database: false, [Sees(Old, database: false), Hangs(Young)]));

    [Fact]
    public void TwoThatMissEachOther_WhileAThirdReachesBoth_OneLeaves()
    {
        Assert.Null(Separation.Find(Old, database: true, [Misses(Young), Sees(Middle, reaches: [Old, Young])]));
        Assert.NotNull(Separation.Find(Young, database: true, [Misses(Old), Sees(Middle, reaches: [Old, Young])]));
    }

    [Fact]
    public void Silo_ThatMissesOneWhomNobodyReaches_Stays() =>
        Assert.Null(Separation.Find(Young, database: true, [Misses(Old), Sees(Middle, reaches: [Young])]));

    [Fact]
    public void Silo_WhosePeerHangs_Stays() =>
        Assert.Null(Separation.Find(Young, database: true, [Hangs(Old), Sees(Middle, reaches: [Old, Young])]));

    [Fact]
    public void Silo_OfTwo_Stays() => Assert.Null(Separation.Find(Young, database: true, [Misses(Old)]));

    private static PeerView Sees(ListedSilo silo, bool database = true, ListedSilo[]? reaches = null) =>
        new(silo, Connects: true, new(database, [.. (reaches ?? []).Select(r => r.Name)]));

    private static PeerView Misses(ListedSilo silo) => new(silo, Connects: false, null);

    private static PeerView Hangs(ListedSilo silo) => new(silo, Connects: true, null);
}
