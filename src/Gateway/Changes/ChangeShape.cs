using System.Collections.Immutable;
using System.Text.Json;

namespace GridGrains.Gateway;

/// <summary>A change of the tree on the wire.</summary>
internal static class ChangeShape
{
    /// <summary>The kinds by their names on the wire.</summary>
    public static readonly ImmutableArray<string> Kinds = [.. Enum.GetNames<ChangeKind>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    /// <summary>A kind by its name; null if there is none.</summary>
    public static ChangeKind? KindOf(string name) => Kinds.IndexOf(name) is >= 0 and var index ? Enum.GetValues<ChangeKind>()[index] : null;

    /// <summary>As it is shown.</summary>
    public static Wire.Change Of(MadeChange made)
    {
        var change = made.Change;
        return new(
            change.Id,
            Kinds[(int)change.Kind],
            change.Place.Value,
            change.Name,
            change.NameEn,
            change.To?.Value,
            change.Parts.IsEmpty ? null : [.. change.Parts.Select(Of)],
            made.Version,
            Utc(made.MadeAt),
            made.MadeBy,
            made.UndoneAt is { } at ? Utc(at) : null,
            made.UndoneBy);
    }

    private static Wire.ChangePart Of(SplitPart part) => new(
        part.Id.Value, part.Name, part.NameEn, part.Attributes.IsEmpty ? null : part.Attributes, part.Subjects.IsEmpty ? null : part.Subjects);

    private static DateTimeOffset Utc(DateTime at) => new(DateTime.SpecifyKind(at, DateTimeKind.Utc));
}
