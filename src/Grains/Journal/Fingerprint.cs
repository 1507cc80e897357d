using System.Security.Cryptography;
using System.Text;

namespace GridGrains.Journal;

/// <summary>
/// Tells a report that comes again from another one that has its id: by what it says and by who sends it. Of an entry whose payload
/// has been purged only the reporter is left to be told by, so any body passes there, but nobody else's.
/// </summary>
public readonly struct Fingerprint
{
    private readonly string reporter;

    /// <summary>Of a report as it comes in.</summary>
    public Fingerprint(ReadOnlySpan<byte> payload, string reporter)
    {
        this.reporter = reporter;
        Value = Hash(payload, reporter);
    }

    /// <summary>What is remembered of the report. 64 bits of a SHA-256: nobody can aim at a collision.</summary>
    public ulong Value { get; }

    /// <summary>What is remembered of an entry of the journal.</summary>
    public static ulong Of(JournalEntry entry) => Hash(entry.Payload.Span, entry.Reporter);

    /// <summary>Whether what was remembered is of this report, or, once that one's payload has been purged, of this reporter.</summary>
    public bool IsOf(ulong remembered) => remembered == Value || remembered == Hash([], reporter);

    // The payload's own hash has a length that is known, so nothing in a reporter's id can pass for a part of it. A payload is never
    // empty unless it has been purged: a report without observations is "[]".
    private static ulong Hash(ReadOnlySpan<byte> payload, string reporter)
    {
        Span<byte> whole = new byte[SHA256.HashSizeInBytes + Encoding.UTF8.GetByteCount(reporter)];
        if (!payload.IsEmpty)
            SHA256.HashData(payload, whole);
        Encoding.UTF8.GetBytes(reporter, whole[SHA256.HashSizeInBytes..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(whole, hash);
        return BitConverter.ToUInt64(hash);
    }
}
