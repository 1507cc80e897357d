using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace GridGrains.Journal;

/// <summary>The observations of a report as the journal keeps them: a JSON array in one canonical form, so that equal reports have equal bytes.</summary>
public static class Payload
{
    private static readonly JsonEncodedText Series = JsonEncodedText.Encode("series");
    private static readonly JsonEncodedText Subject = JsonEncodedText.Encode("subject");
    private static readonly JsonEncodedText Value = JsonEncodedText.Encode("value");
    private static readonly JsonEncodedText At = JsonEncodedText.Encode("at");
    private static readonly JsonEncodedText Post = JsonEncodedText.Encode("post");

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? scratch;

    /// <summary>Writes observations.</summary>
    public static byte[] Encode(ImmutableArray<Observation> observations)
    {
        var (buffer, writer) = scratch ??= NewScratch();
        buffer.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartArray();
        foreach (ref readonly var observation in observations.AsSpan())
        {
            writer.WriteStartObject();
            writer.WriteString(Series, observation.Series);
            writer.WriteString(Subject, observation.Subject);
            writer.WriteNumber(Value, observation.Value);
            writer.WriteString(At, observation.At);
            if (observation.Post is { } post)
                writer.WriteString(Post, post);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    public static ImmutableArray<Observation> Decode(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        var observations = ImmutableArray.CreateBuilder<Observation>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                observations.Add(ReadObservation(ref reader));
        }
        return observations.DrainToImmutable();
    }

    private static Observation ReadObservation(ref Utf8JsonReader reader)
    {
        string series = "", subject = "";
        string? post = null;
        long value = 0;
        DateTime at = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = reader;
            reader.Read();
            if (member.ValueTextEquals("series"u8))
                series = Interned(ref reader);
            else if (member.ValueTextEquals("subject"u8))
                subject = reader.GetString()!;
            else if (member.ValueTextEquals("value"u8))
                value = reader.GetInt64();
            else if (member.ValueTextEquals("at"u8))
                at = reader.GetDateTime().ToUniversalTime();
            else if (member.ValueTextEquals("post"u8))
                post = reader.GetString();
        }
        return new Observation(series, subject, value, at, post);
    }

    // A series code is one of a few; a replay of millions of observations must not make a string for each.
    private static string Interned(ref Utf8JsonReader reader)
    {
        Span<char> code = stackalloc char[64];
        if (reader.ValueSpan.Length <= code.Length && Catalogue.Current.TryGetSeries(code[..reader.CopyString(code)], out var series))
            return series.Code;
        return reader.GetString()!;
    }

    private static (ArrayBufferWriter<byte>, Utf8JsonWriter) NewScratch()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        return (buffer, new Utf8JsonWriter(buffer, new() { SkipValidation = true }));
    }
}
