namespace GridGrains.Rules;

/// <summary>A rule by which a grid that has never reported has an alert from some moment on: what an area has to know of grids that sleep.</summary>
internal interface IUnreportedRule
{
    /// <summary>Whether it stands, at a moment of the campaign's time in UTC, for a grid that has never reported and has something to do.</summary>
    bool StandsUnreported(Campaign campaign, DateTime now);
}
