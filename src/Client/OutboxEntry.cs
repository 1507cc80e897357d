namespace GridGrains.Client;

/// <summary>A report in the outbox.</summary>
/// <param name="ReportId">By which the service knows it, however often it comes.</param>
/// <param name="Campaign">In which campaign.</param>
/// <param name="Place">To which grid or desk.</param>
/// <param name="Observations">What it says; nothing is a zero report.</param>
public sealed record OutboxEntry(Guid ReportId, string Campaign, string Place, IReadOnlyList<Observation> Observations);

/// <summary>What became of an entry: exactly one of the two is there.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Receipt">It is durable and counted.</param>
/// <param name="Problem">It was refused, and lies beside the outbox in <c>refused</c>.</param>
public sealed record Settled(OutboxEntry Entry, Receipt? Receipt, Problem? Problem);
