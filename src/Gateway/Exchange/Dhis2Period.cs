using System.Globalization;

namespace GridGrains.Gateway;

/// <summary>How long a period is.</summary>
internal enum Dhis2PeriodType
{
    /// <summary>A day.</summary>
    Daily,

    /// <summary>A week from Monday, as ISO 8601 numbers them.</summary>
    Weekly,

    /// <summary>A month.</summary>
    Monthly,

    /// <summary>A quarter.</summary>
    Quarterly,

    /// <summary>A year.</summary>
    Yearly,
}

/// <summary>The period of a type in which a day is.</summary>
internal readonly record struct Dhis2Period(Dhis2PeriodType Type, DateOnly Day)
{
    /// <summary>As DHIS2 writes periods: <c>20221006</c>, <c>2022W40</c>, <c>202210</c>, <c>2022Q4</c>, <c>2022</c>.</summary>
    public override string ToString() => Type switch
    {
        Dhis2PeriodType.Daily => Day.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
        Dhis2PeriodType.Weekly => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(Day)}W{ISOWeek.GetWeekOfYear(Day)}"),
        Dhis2PeriodType.Monthly => Day.ToString("yyyyMM", CultureInfo.InvariantCulture),
        Dhis2PeriodType.Quarterly => string.Create(CultureInfo.InvariantCulture, $"{Day.Year}Q{((Day.Month - 1) / 3) + 1}"),
        _ => Day.ToString("yyyy", CultureInfo.InvariantCulture),
    };

    /// <summary>As ADX writes them, by ISO 8601: the first day and how long.</summary>
    public string ToAdx() => Type switch
    {
        Dhis2PeriodType.Daily => $"{Text(Day)}/P1D",
        Dhis2PeriodType.Weekly => $"{Text(Day.AddDays(-(((int)Day.DayOfWeek + 6) % 7)))}/P7D",
        Dhis2PeriodType.Monthly => $"{Text(new DateOnly(Day.Year, Day.Month, 1))}/P1M",
        Dhis2PeriodType.Quarterly => $"{Text(new DateOnly(Day.Year, ((Day.Month - 1) / 3 * 3) + 1, 1))}/P3M",
        _ => $"{Text(new DateOnly(Day.Year, 1, 1))}/P1Y",
    };

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
