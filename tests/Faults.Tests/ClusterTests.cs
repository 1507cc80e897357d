namespace GridGrains.Faults.Tests;

public sealed class ClusterTests(Machine machine)
{
    private const int Seed = 11;

    [Fact]
    public async Task Cluster_RandomMembersKilled_LosesDoublesAndInventsNothing() =>
        Assert.True((await machine.RunAsync((_, c) => ClusterKills.OfMembersAsync(kills: 5, Seed, c))).Verdict.IsClean);

    [Fact]
    public async Task Cluster_AllKilledAtOnce_AcknowledgesAgainAndLosesNothing() =>
        Assert.True((await machine.RunAsync((_, c) => ClusterKills.OfAllAsync(times: 1, Seed, c))).Verdict.IsClean);

    [Fact]
    public async Task Cluster_DatabaseKilled_AcknowledgesAgainAndLosesNothing() =>
        Assert.True((await machine.RunAsync((_, c) => ClusterKills.OfDatabaseAsync(times: 1, Seed, c))).Verdict.IsClean);

    [Fact]
    public async Task Cluster_WaysBetweenSilosCut_AcknowledgesMeanwhileAndLosesNothing() =>
        Assert.True((await machine.RunAsync((_, c) => ClusterPartitions.RunAsync(partitions: 1, TimeSpan.FromSeconds(15), Seed, c))).Verdict.IsClean);

    [Fact]
    public async Task Cluster_SiloHangsUntilItIsGivenUp_LosesDoublesAndInventsNothing() =>
        Assert.True((await machine.RunAsync((_, c) => ClusterHangs.RunAsync(times: 1, TimeSpan.FromSeconds(25), Seed, c))).Verdict.IsClean);

    [Fact]
    public async Task Cluster_ClockOfASiloADayOff_KeepsItsSilosAndLosesNothing() =>
        Assert.True((await machine.RunAsync((_, c) => ClusterClocks.RunAsync(["-1d"], TimeSpan.FromSeconds(2), Seed, c))).Verdict.IsClean);

    [Fact]
    public async Task Cluster_RollingRestart_NoReportFailsAfterOneRetry() =>
        Assert.True((await machine.RunAsync((_, c) => ClusterRollingRestart.RunAsync(rounds: 1, Seed, c))).Verdict.IsClean);
}
