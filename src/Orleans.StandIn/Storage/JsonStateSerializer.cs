using System.Text.Json;

namespace Orleans.Storage;

/// <summary>States as JSON, where the program has not said otherwise.</summary>
internal sealed class JsonStateSerializer : IGrainStorageSerializer
{
    public static readonly JsonStateSerializer Instance = new();

    private static readonly JsonSerializerOptions Options = new() { IncludeFields = true };

    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, Options));

    public T? Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input.ToMemory().Span, Options);
}
