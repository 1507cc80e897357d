namespace GridGrains.Cli;

/// <summary>How work is spread over its time.</summary>
internal enum PlanShape
{
    /// <summary>The same in every hour, day and night.</summary>
    Even,

    /// <summary>Nothing from 22:00 to 06:00, most in mid-morning and late afternoon.</summary>
    Daytime,
}
