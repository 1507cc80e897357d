namespace GridGrains;

/// <summary>What a leaf answers to a report: a receipt, or why there is none.</summary>
[GenerateSerializer, Immutable]
public sealed record ReportAnswer([property: Id(0)] Receipt? Receipt, [property: Id(1)] ReportRefusal Refusal)
{
    /// <summary>The report is durable and counted.</summary>
    public static ReportAnswer Counted(Receipt receipt) => new(receipt, ReportRefusal.None);

    /// <summary>The report is not acknowledged.</summary>
    public static ReportAnswer Refused(ReportRefusal refusal) => new(null, refusal);
}

/// <summary>Why a report was not acknowledged.</summary>
public enum ReportRefusal
{
    /// <summary>It was.</summary>
    None,

    /// <summary>The campaign is closed, and this report is not among those that it counted.</summary>
    Closed,

    /// <summary>The leaf knows this report id with another body or from another reporter; which of the two is not said. Nothing was counted.</summary>
    ReportIdTaken,

    /// <summary>The place is no leaf of the campaign, by the silo's newest tree. Nothing was counted.</summary>
    NotALeaf,

    /// <summary>The journal's queue stayed full. Nothing was counted.</summary>
    Busy,

    /// <summary>This activation lost its fence or does not know whether the commit happened. The same report may be sent again safely.</summary>
    Unknown,

    /// <summary>The place is no longer in the tree, and this report is not among those that it counted. Others go on for it.</summary>
    Moved,

    /// <summary>The place takes no more reports, and this report is not among those that it counted.</summary>
    PlaceClosed,
}
