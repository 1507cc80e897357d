namespace GridGrains.Cli.Tests;

/// <summary>Counts reports by DESIGN's rule alone, apart from the code that the service counts with.</summary>
internal sealed class Tally
{
    private readonly Dictionary<(string Campaign, PlaceId Leaf, string Series, string Subject), (DateTime At, Guid Report, int Place, long Value)> winners = [];

    public Tally(IEnumerable<PlannedReport> reports)
    {
        foreach (var report in reports)
        {
            for (var i = 0; i < report.Observations.Length; i++)
                Add(report, i);
        }
    }

    public long Count(string campaign, PlaceId below, string count)
    {
        Assert.True(Catalogue.Current.TryGetCount(count, out var found), count);
        return Winners(campaign, below, found.Series).Sum(found.Measure.Of);
    }

    public IEnumerable<long> Winners(string campaign, PlaceId below, string? series) =>
        winners.Where(w => w.Key.Campaign == campaign && w.Key.Leaf.IsWithin(below) && w.Key.Series == series).Select(w => w.Value.Value);

    private void Add(PlannedReport report, int index)
    {
        var observation = report.Observations[index];
        var key = (report.Campaign, report.Place, observation.Series, observation.Subject);
        var candidate = (observation.At, report.ReportId, index, observation.Value);
        if (!winners.TryGetValue(key, out var winner) || (candidate.At, candidate.ReportId, index).CompareTo((winner.At, winner.Report, winner.Place)) > 0)
            winners[key] = candidate;
    }
}
