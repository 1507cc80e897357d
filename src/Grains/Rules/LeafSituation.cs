using System.Collections.Immutable;
using GridGrains.Grid;

namespace GridGrains.Rules;

/// <summary>What the rules look at: a leaf at a moment.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Place">The leaf in the tree; null if the tree no longer has it.</param>
/// <param name="Posts">The leaf's posts.</param>
/// <param name="State">What it has counted.</param>
/// <param name="LastReportAt">When it last reported, by the campaign's clock, in UTC; null if it never did.</param>
/// <param name="FirstOfDayAt">When the first report of that day came, likewise.</param>
/// <param name="Now">The campaign's time, in UTC.</param>
internal sealed record LeafSituation(
    Campaign Campaign, PlaceNode? Place, ImmutableArray<PostTerms> Posts, GridState State, DateTime? LastReportAt, DateTime? FirstOfDayAt, DateTime Now)
{
    /// <summary>The campaign's local time.</summary>
    public DateTime Local { get; } = CampaignDay.LocalOf(new DateTimeOffset(Now, TimeSpan.Zero));

    /// <summary>Whether work is to be done: the campaign is open and has begun, and the deadline of a round has not passed.</summary>
    public bool IsUnderWay => Campaign.State == CampaignState.Open && Now >= Campaign.OpensAt && !(Now >= Campaign.Deadline);
}
