using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace GridGrains.Cli;

/// <summary>What became of one report of a call.</summary>
/// <param name="Sequence">Its sequence at its leaf, if it was acknowledged.</param>
/// <param name="IsDuplicate">Whether it was known before.</param>
/// <param name="Status">The HTTP status, of its own in a bulk call.</param>
/// <param name="Why">Why it was not acknowledged.</param>
internal readonly record struct Outcome(long Sequence, bool IsDuplicate, int Status, string? Why)
{
    /// <summary>Whether it is durable.</summary>
    public bool IsAcknowledged => Sequence > 0;

    /// <summary>Whether it may be sent again: 429, and what says nothing about the report itself.</summary>
    public bool IsForNow => Status is 429 or >= 500;
}

/// <summary>Reads answers to reports.</summary>
internal static class Receipts
{
    /// <summary>The answer to one report.</summary>
    public static Outcome One(int status, ReadOnlySpan<byte> body)
    {
        if (status != 200)
            return new Outcome(0, false, status, Encoding.UTF8.GetString(body));
        var at = body.IndexOf("\"sequence\":"u8);
        return at >= 0 && Utf8Parser.TryParse(body[(at + 11)..], out long sequence, out _)
            ? new Outcome(sequence, body.IndexOf("\"duplicate\""u8) >= 0, status, null)
            : throw new InvalidDataException("the answer is no receipt");
    }

    /// <summary>The answers to a bulk call, in the order of its reports.</summary>
    public static Outcome[] Many(int status, ReadOnlySpan<byte> body, int reports)
    {
        if (status != 200)
            return [.. Enumerable.Repeat(One(status, body), reports)];
        using var document = JsonDocument.Parse(body.ToArray());
        var outcomes = document.RootElement.EnumerateArray().Select(Read).ToArray();
        return outcomes.Length == reports ? outcomes : throw new InvalidDataException($"{reports} reports were answered by {outcomes.Length} outcomes");
    }

    /// <summary>The problem of the hub's refusal, whose message is the problem as JSON, perhaps after some words.</summary>
    public static Outcome Refusal(string message)
    {
        var begin = message.IndexOf('{', StringComparison.Ordinal);
        if (begin < 0)
            return new Outcome(0, false, 500, message);
        using var problem = JsonDocument.Parse(message[begin..]);
        return Read(problem.RootElement);
    }

    private static Outcome Read(JsonElement item) => item.TryGetProperty("sequence", out var sequence)
        ? new Outcome(sequence.GetInt64(), item.GetProperty("status").GetString() == "duplicate", 200, null)
        : new Outcome(0, false, item.TryGetProperty("status", out var status) ? status.GetInt32() : 500, item.GetRawText());
}
