using System.Collections.Immutable;

namespace GridGrains.Cli;

/// <summary>Waits until what was acknowledged has come up to the roots, and compares.</summary>
internal sealed class Arrival(Api api, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Ends when a root's version, which says how many reports its counts contain, has reached a number.</summary>
    public async Task UntilAsync(PlannedCampaign campaign, long reports, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        var version = 0L;
        while ((version = (await api.SnapshotAsync(campaign.Id, campaign.Root.Value, cancellation)).Version) < reports)
        {
            if (time.GetElapsedTime(begun) > Longest)
            {
                throw new CommandFailure(
                    ExitCode.NotSo, $"{campaign.Root} in {campaign.Id} contains {version} of {reports} acknowledged reports after {Longest.TotalSeconds:0} s.");
            }
            await Task.Delay(Pause, time, cancellation);
        }
    }

    /// <summary>
    /// All figures asked for beside those found. A version contains the reports of changes of the tree too, so it may have reached its number a moment before the last
    /// report of the play has come up; what is wrong is asked for again.
    /// </summary>
    public async Task<ImmutableArray<Finding>> CompareAsync(ImmutableArray<Expectation> expectations, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            var findings = await AskAsync(expectations, cancellation);
            if (findings.All(finding => finding.IsRight) || time.GetElapsedTime(begun) > Settling)
                return findings;
            await Task.Delay(Pause, time, cancellation);
        }
    }

    private async Task<ImmutableArray<Finding>> AskAsync(ImmutableArray<Expectation> expectations, CancellationToken cancellation)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (var expectation in expectations)
            findings.AddRange(expectation.Compare(await api.SnapshotAsync(expectation.Campaign, expectation.Place, cancellation)));
        return findings.ToImmutable();
    }
}
