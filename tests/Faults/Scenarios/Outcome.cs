namespace GridGrains.Faults;

/// <summary>What a scenario came to.</summary>
internal sealed record Outcome
{
    /// <summary>Lost, doubled, invented, exact.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Faults struck.</summary>
    public int Faults { get; init; }

    /// <summary>Sends.</summary>
    public long Sent { get; init; }

    /// <summary>Of these, acknowledged.</summary>
    public long Acknowledged { get; init; }

    /// <summary>Of these, refused.</summary>
    public long Refused { get; init; }

    /// <summary>Of these, without an answer that says what happened.</summary>
    public long Unknown { get; init; }

    /// <summary>The longest time from a fault to the next acknowledgement.</summary>
    public TimeSpan LongestToAcknowledge { get; init; }

    /// <summary>What else was seen.</summary>
    public string Note { get; init; } = "";

    /// <summary>Of a log and its verdict.</summary>
    public static Outcome Of(ClientLog log, Verdict verdict, string note = "") => new()
    {
        Verdict = verdict,
        Faults = log.Faults,
        Sent = log.Invoked,
        Acknowledged = log.Acknowledged,
        Refused = log.Refused,
        Unknown = log.Unknown,
        LongestToAcknowledge = log.LongestToAcknowledge,
        Note = note,
    };
}
