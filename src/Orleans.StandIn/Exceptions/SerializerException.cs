namespace Orleans.Serialization;

/// <summary>A value that cannot be serialized.</summary>
[GenerateSerializer]
public class SerializerException : Exception
{
    /// <summary>A failure without a message.</summary>
    public SerializerException()
    {
    }

    /// <summary>A failure with a message.</summary>
    public SerializerException(string message) : base(message)
    {
    }

    /// <summary>A failure with a message and a cause.</summary>
    public SerializerException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>A type that has no serializer, as a rule because it lacks <see cref="GenerateSerializerAttribute"/>.</summary>
[GenerateSerializer]
public sealed class CodecNotFoundException(string message) : SerializerException(message);
