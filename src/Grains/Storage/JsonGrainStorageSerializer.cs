using System.Text.Json;
using Orleans.Storage;

namespace GridGrains.Storage;

/// <summary>Grain states as JSON, readable in the database, whichever provider keeps them.</summary>
internal sealed class JsonGrainStorageSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input));

    public T? Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input);
}
