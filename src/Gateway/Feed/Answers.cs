using System.Text.Json;
using System.Text.Json.Serialization;

namespace GridGrains.Gateway;

/// <summary>
/// The answer to Watch. What it says is settled while it is written to the connection, in the order of all writes: the newest
/// there is then, so that nothing older can follow it.
/// </summary>
[JsonConverter(typeof(SnapshotAnswerWriter))]
internal sealed class SnapshotAnswer(IReadOnlyList<ViewSlot> slots)
{
    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var slot in slots)
            json.WriteRawValue(slot.Answer().Span, skipInputValidation: true);
        json.WriteEndArray();
    }

    private sealed class SnapshotAnswerWriter : AnswerWriter<SnapshotAnswer>
    {
        public override void Write(Utf8JsonWriter writer, SnapshotAnswer value, JsonSerializerOptions options) => value.Write(writer);
    }
}

/// <summary>The answer to WatchTree: the whole tree, settled while it is written, as for <see cref="SnapshotAnswer"/>.</summary>
[JsonConverter(typeof(TreeAnswerWriter))]
internal sealed class TreeAnswer(ViewSlot slot)
{
    private sealed class TreeAnswerWriter : AnswerWriter<TreeAnswer>
    {
        public override void Write(Utf8JsonWriter writer, TreeAnswer value, JsonSerializerOptions options) => value.Write(writer);
    }

    internal void Write(Utf8JsonWriter json) => json.WriteRawValue(slot.Answer().Span, skipInputValidation: true);
}

/// <summary>Writes an answer of the hub; nobody sends one to it.</summary>
internal abstract class AnswerWriter<T> : JsonConverter<T>
{
    /// <inheritdoc/>
    public sealed override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException($"{typeof(T).Name} is only written");
}
