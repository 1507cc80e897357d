namespace GridGrains.Gateway;

/// <summary>
/// How far a place has come with a target of its campaign: how much there is to do, what remains, how fast it went in the last hour, and when it would be done if
/// it goes on as in the last 24 hours, as the rule <c>finish.late</c> has it.
/// </summary>
/// <param name="Target">How much there is to do.</param>
/// <param name="Remaining">What is not done of it.</param>
/// <param name="Coverage">What is done of it, in percent with one decimal.</param>
/// <param name="PerHour">Done in the last hour of the campaign's time, or since the opening; null where that is not known yet.</param>
/// <param name="Finish">When it would be done; null where it is, or at that pace would not be for a year.</param>
internal readonly record struct TargetProgress(long Target, long Remaining, decimal Coverage, long? PerHour, DateTime? Finish)
{
    // Shorter than this nothing is told of a pace.
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);

    /// <summary>The progress of each target of a campaign that a place has something to do for, in the order of the targets.</summary>
    public static IEnumerable<(Count Count, TargetProgress Progress)> Of(Campaign campaign, PlaceNode place, PlaceCounts counts)
    {
        var number = -1;
        foreach (var (code, attribute) in campaign.Targets)
        {
            number++;
            if (place.Expected.TryGetValue(attribute, out var target) && target > 0 && Catalogue.Current.TryGetCount(code, out var count))
                yield return (count, Of(campaign, counts, counts.Counts[count.Index], target, number));
        }
    }

    private static TargetProgress Of(Campaign campaign, PlaceCounts counts, long value, long target, int number)
    {
        var progress = new TargetProgress(target, Math.Max(0, target - value), Math.Floor(Math.Max(0, value) * 1000m / target) / 10, null, null);
        // Of a place of which nothing was ever heard: that is as of no moment of the campaign's clock.
        if (counts.HourBefore.IsDefault || counts.HourBefore[number] < 0)
            return progress;
        var now = campaign.TimeAt(new DateTimeOffset(DateTime.SpecifyKind(counts.AsOf, DateTimeKind.Utc)));
        var since = now - campaign.OpensAt;
        if (since < Shortest)
            return progress;
        progress = progress with { PerHour = (long)Math.Round(PerHourOf(value - counts.HourBefore[number], TimeSpan.FromHours(1))) };
        if (counts.DayBefore.IsDefault || counts.DayBefore[number] < 0)
            return progress;
        var pace = PerHourOf(value - counts.DayBefore[number], TimeSpan.FromDays(1));
        return progress.Remaining > 0 && progress.Remaining < pace * 24 * 366
            ? progress with { Finish = WholeSeconds((now + TimeSpan.FromHours(progress.Remaining / pace)).UtcDateTime) }
            : progress;

        double PerHourOf(long done, TimeSpan window) => Math.Max(0, done) / (since < window ? since : window).TotalHours;
    }

    private static DateTime WholeSeconds(DateTime moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));
}
