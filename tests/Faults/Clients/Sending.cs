using System.Collections.Immutable;

namespace GridGrains.Faults;

/// <summary>A report as a client means it. The same one may be sent many times; another body under its id is another sending.</summary>
/// <param name="Ledger">Where to.</param>
/// <param name="ReportId">Its id.</param>
/// <param name="Reporter">Which of the reporters; a report is only ever sent by one.</param>
/// <param name="Facts">Its observations.</param>
internal sealed record Sending(Ledger Ledger, Guid ReportId, int Reporter, ImmutableArray<Fact> Facts)
{
    /// <summary>What it says, for comparison.</summary>
    public string Text { get; } = Fact.Text(Facts);

    /// <summary>The body of the request.</summary>
    public string Json => $$"""{"reportId":"{{ReportId}}","observations":{{Fact.ToJson(Facts)}}}""";
}

/// <summary>How one send ended.</summary>
internal enum Ending
{
    /// <summary>It was sent and is not answered yet.</summary>
    Invoked,

    /// <summary>Acknowledged with a receipt.</summary>
    Ok,

    /// <summary>Refused: it was not counted.</summary>
    Refused,

    /// <summary>Nobody knows: no answer, or one that says so.</summary>
    Unknown,
}

/// <summary>What a receipt said.</summary>
internal readonly record struct Receipt(long Sequence, bool IsFirst, int Applied, int Superseded);

/// <summary>One event of a client.</summary>
/// <param name="Ending">What happened.</param>
/// <param name="Code">The HTTP status; 0 if there was no answer.</param>
/// <param name="At">When, by the log's clock.</param>
internal readonly record struct ClientEvent(Ending Ending, int Code, TimeSpan At);
