namespace GridGrains.Gateway;

/// <summary>
/// A place as a row of an import has it, before anything is known to be right. What the service knows itself (parent, leaf) may be
/// sent back.
/// </summary>
internal sealed record PlaceBody(
    string? Id, string? Parent, string? Level, string? Name, string? NameEn, bool? Leaf, IReadOnlyDictionary<string, decimal>? Attributes);

/// <summary>A post as a row of an import has it, before anything is known to be right.</summary>
internal sealed record PostBody(string? Id, string? Place, string? Kind, string? Name, string? Requires, string? Hours);
