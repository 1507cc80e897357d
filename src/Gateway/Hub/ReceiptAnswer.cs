using System.Text.Json;
using System.Text.Json.Serialization;

namespace GridGrains.Gateway;

/// <summary>The answer to Report, written as REST writes it.</summary>
[JsonConverter(typeof(ReceiptAnswerWriter))]
internal sealed class ReceiptAnswer(Receipt receipt)
{
    private readonly Receipt receipt = receipt;

    private sealed class ReceiptAnswerWriter : AnswerWriter<ReceiptAnswer>
    {
        public override void Write(Utf8JsonWriter writer, ReceiptAnswer value, JsonSerializerOptions options) =>
            ReceiptWriter.Write(writer, value.receipt);
    }
}
