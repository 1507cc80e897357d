namespace GridGrains.Area;

/// <summary>An area's children as it last heard of them, in grain storage. Only a shortcut: an area that wakes asks its children.</summary>
[GenerateSerializer]
public sealed class SavedArea
{
    /// <summary>What <see cref="AreaFormat"/> wrote.</summary>
    [Id(0)]
    public byte[] Area { get; set; } = [];
}
