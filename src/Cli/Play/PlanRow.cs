namespace GridGrains.Cli;

/// <summary>One line of <c>plan.csv</c>.</summary>
/// <param name="Number">Its number among the lines after the heading, from 1.</param>
/// <param name="Campaign">The campaign it is counted in.</param>
/// <param name="From">When the work begins.</param>
/// <param name="To">When it is done.</param>
/// <param name="Place">A leaf, or the area whose leaves do the work.</param>
/// <param name="Series">What is observed.</param>
/// <param name="Total">The sum in the end; the number of cases if there are stages.</param>
/// <param name="PerSubject">What one subject is worth; the last one of a leaf is worth the rest.</param>
/// <param name="FinalStage">The stage that a case reaches, or 0 where a value is a number of things.</param>
/// <param name="Shape">How the work is spread over the time.</param>
internal sealed record PlanRow(
    int Number,
    string Campaign,
    DateTimeOffset From,
    DateTimeOffset To,
    PlaceId Place,
    string Series,
    long Total,
    long PerSubject,
    int FinalStage,
    PlanShape Shape);
