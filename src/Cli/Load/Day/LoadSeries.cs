using System.Collections.Immutable;

namespace GridGrains.Cli;

/// <summary>A series that the day reports, and the counts that must follow from it, as the load understands the catalogue.</summary>
/// <param name="Index">Its place in <see cref="All"/>.</param>
/// <param name="Code">Its code.</param>
/// <param name="Prefix">What its subjects' codes begin with.</param>
/// <param name="Sums">Counts that add up the values.</param>
/// <param name="Tallies">Counts that add up the subjects with a value above 0.</param>
internal sealed record LoadSeries(int Index, string Code, string Prefix, ImmutableArray<string> Sums, ImmutableArray<string> Tallies)
{
    /// <summary>Doors that were opened.</summary>
    public static readonly LoadSeries Household = new(0, "households.canvassed", "h", ["households.canvassed"], []);

    /// <summary>Doors to come back to.</summary>
    public static readonly LoadSeries Revisit = new(1, "households.revisit", "h", ["households.revisit"], []);

    /// <summary>Tubes with the people in them.</summary>
    public static readonly LoadSeries Tube = new(2, "tests.sampled", "t", ["tests.sampled"], ["tests.tubes"]);

    /// <summary>Volunteers on duty.</summary>
    public static readonly LoadSeries Volunteer = new(3, "duty.volunteer", "b", ["duty.volunteer", "duty.on"], []);

    /// <summary>Medics on duty.</summary>
    public static readonly LoadSeries Medic = new(4, "duty.medic", "b", ["duty.medic", "duty.on"], []);

    /// <summary>
    /// Each is reported by one leaf alone, with a value that grows by 1: a total above that leaf that shows the value contains the report.
    /// </summary>
    public static readonly ImmutableArray<LoadSeries> Probes =
    [
        new(5, "supplies.masks", "probe", ["supplies.masks"], []),
        new(6, "donations.yuan", "probe", ["donations.yuan"], []),
        new(7, "publicity.items", "probe", ["publicity.items"], []),
    ];

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<LoadSeries> All = [Household, Revisit, Tube, Volunteer, Medic, .. Probes];

    /// <summary>All counts that they are compared by.</summary>
    public static readonly ImmutableArray<string> Counts = [.. All.SelectMany(s => s.Sums.Concat(s.Tallies)).Distinct()];
}

/// <summary>One fact of a report.</summary>
/// <param name="Series">What it is about.</param>
/// <param name="Subject">The subject's number at its leaf, from 0.</param>
/// <param name="Value">The value.</param>
internal readonly record struct LoadObservation(LoadSeries Series, int Subject, int Value);
