namespace GridGrains.Storage;

/// <summary>What a JSON array given to the database holds.</summary>
internal enum EachElement
{
    /// <summary>Texts.</summary>
    Text,

    /// <summary>Objects.</summary>
    Object,
}
