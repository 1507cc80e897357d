using GridGrains.Area;
using GridGrains.History;

namespace GridGrains.Rules;

/// <summary>What the rules look at: an area at a moment at which all below it has been heard.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Place">The area in the tree.</param>
/// <param name="State">What it knows of its children.</param>
/// <param name="History">What it has counted.</param>
/// <param name="LastReportAt">When anybody below it last reported, by the campaign's clock, in UTC; null if nobody ever did.</param>
/// <param name="Now">The campaign's time, in UTC.</param>
internal sealed record AreaSituation(
    Campaign Campaign, PlaceNode Place, AreaState State, CountHistory History, DateTime? LastReportAt, DateTime Now)
{
    /// <summary>How often what a plan has for now goes on.</summary>
    public static readonly TimeSpan QuarterHour = TimeSpan.FromMinutes(15);

    /// <summary>The last full quarter of an hour: what is compared with a plan by it does not come and go with every report.</summary>
    public DateTimeOffset Quarter { get; } = new(Now.Ticks - (Now.Ticks % QuarterHour.Ticks), TimeSpan.Zero);

    /// <summary>Whether work is to be done: the campaign is open and has begun, and the deadline of a round has not passed.</summary>
    public bool IsUnderWay => Campaign.State == CampaignState.Open && Now >= Campaign.OpensAt && !(Now >= Campaign.Deadline);

    /// <summary>The counts that have a target here, with how much that is.</summary>
    public IEnumerable<(Count Count, long Aim)> Aims => Campaign.AimsAt(Place);
}
