using System.Collections.Immutable;
using System.Globalization;
using CsvHelper;

namespace GridGrains.Cli;

/// <summary>Reads <c>plan.csv</c> and refuses, by row, what could not be reported.</summary>
internal static class PlanReader
{
    // Below this a case could not pass its stages at different seconds.
    private static readonly TimeSpan ShortestCase = TimeSpan.FromMinutes(1);

    /// <summary>All rows of a plan, in their order.</summary>
    public static ImmutableArray<PlanRow> Read(string path) => Read(File.ReadAllText(path), path);

    /// <summary>As above; <paramref name="name"/> is what errors call the plan.</summary>
    public static ImmutableArray<PlanRow> Read(string text, string name) => CsvFile.Read(text, name, ReadRow);

    private static PlanRow ReadRow(CsvReader csv, int number)
    {
        var row = new PlanRow(
            number,
            csv.GetString("campaign"),
            Rfc3339.Parse(csv.GetString("from")),
            Rfc3339.Parse(csv.GetString("to")),
            PlaceId.Parse(csv.GetString("place")),
            csv.GetString("series"),
            Whole(csv, "total"),
            Whole(csv, "per_subject"),
            csv.GetString("final_stage").Length == 0 ? 0 : checked((int)Whole(csv, "final_stage")),
            Shape(csv.GetString("shape")));
        return Refusal(row) is { } why ? throw new FormatException(why) : row;
    }

    private static string? Refusal(PlanRow row)
    {
        if (!Catalogue.Current.TryGetSeries(row.Series, out var series))
            return $"'{row.Series}' is not a series of the catalogue";
        if (row.To < row.From)
            return "'to' is before 'from'";
        if (row.PerSubject < 1)
            return "'per_subject' must be 1 or more";
        if (Math.Min(row.PerSubject, row.Total) > series.Max && row.FinalStage == 0)
            return $"'per_subject' is {row.PerSubject}, but one observation of {series.Code} says {series.Max} at most";
        if (row.FinalStage > series.Stages.Length)
            return $"'final_stage' is {row.FinalStage}, but {series.Code} has {series.Stages.Length} stages";
        if (row.FinalStage > 0 && row.PerSubject != 1)
            return "a case is one subject, so 'per_subject' must be 1 where there is a 'final_stage'";
        if (row.FinalStage > 1 && row.To - row.From < ShortestCase)
            return "cases need at least a minute between 'from' and 'to' to pass their stages";
        return WorkCurve.HasTime(row) ? null : "it is night from 'from' to 'to', and the shape is 'daytime'";
    }

    private static long Whole(CsvReader csv, string column) =>
        long.TryParse(csv.GetString(column), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"'{column}' is '{csv.GetString(column)}', not a whole number of 0 or more");

    private static PlanShape Shape(string text) => text switch
    {
        "even" => PlanShape.Even,
        "daytime" => PlanShape.Daytime,
        _ => throw new FormatException($"'shape' is '{text}'; allowed are 'even' and 'daytime'"),
    };
}
