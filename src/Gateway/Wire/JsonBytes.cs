using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GridGrains.Gateway;

/// <summary>Writes JSON into a buffer that each thread keeps, so that an answer costs no garbage but its own bytes.</summary>
internal sealed class JsonBytes : IDisposable
{
    // An answer larger than this is rare; its buffer is not kept.
    private const int LargestKept = 128 * 1024;

    [ThreadStatic]
    private static JsonBytes? mine;

    private readonly ArrayBufferWriter<byte> buffer = new(4096);
    private readonly Utf8JsonWriter json;

    private JsonBytes() => json = new Utf8JsonWriter(buffer, Options);

    /// <summary>Text as it is: every answer is application/json with nosniff, so nothing needs to be escaped for HTML.</summary>
    public static JsonWriterOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>The bytes of what <paramref name="write"/> writes, in an array of their own.</summary>
    public static byte[] Of<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var bytes = Begin();
        try
        {
            write(bytes.json, value);
            bytes.json.Flush();
            return bytes.buffer.WrittenSpan.ToArray();
        }
        finally
        {
            bytes.End();
        }
    }

    /// <summary>Writes the whole answer in one piece, with its length.</summary>
    public static void WriteTo<T>(HttpResponse response, T value, Action<Utf8JsonWriter, T> write)
    {
        var bytes = Begin();
        try
        {
            write(bytes.json, value);
            bytes.json.Flush();
            response.ContentLength = bytes.buffer.WrittenCount;
            response.BodyWriter.Write(bytes.buffer.WrittenSpan);
        }
        finally
        {
            bytes.End();
        }
    }

    // While a thread writes it has no buffer to lend, so writing inside writing takes a new one.
    private static JsonBytes Begin()
    {
        var taken = mine ?? new JsonBytes();
        mine = null;
        return taken;
    }

    public void Dispose() => json.Dispose();

    private void End()
    {
        if (buffer.Capacity > LargestKept)
        {
            Dispose();
            return;
        }
        buffer.ResetWrittenCount();
        json.Reset();
        mine = this;
    }
}

/// <summary>Writes a JSON answer.</summary>
internal static class JsonAnswer
{
    /// <summary>The media type of every JSON answer that is no problem.</summary>
    public const string MediaType = "application/json";

    /// <summary>Writes a shape of the contract, when all is well.</summary>
    public static Task WriteJsonAsync<T>(this HttpContext http, T value, JsonTypeInfo<T> type) => http.WriteJsonAsync(
        StatusCodes.Status200OK, (value, type), static (json, shape) => JsonSerializer.Serialize(json, shape.value, shape.type));

    /// <summary>Writes status, headers and body in one piece.</summary>
    public static async Task WriteJsonAsync<T>(
        this HttpContext http, int status, T value, Action<Utf8JsonWriter, T> write, string mediaType = MediaType)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = mediaType;
        JsonBytes.WriteTo(http.Response, value, write);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }
}
