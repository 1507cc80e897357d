using System.Collections.Immutable;

namespace GridGrains.Gateway;

/// <summary>A change of the tree as it is asked for.</summary>
internal sealed record ChangeBody(
    string? Id, string? Kind, string? Place, string? Name, string? NameEn, string? To, IReadOnlyList<ChangePartBody?>? Parts)
{
    /// <summary>The change it says, or what is wrong with it: what is missing is malformed, what may not be is invalid.</summary>
    public (PlaceChange? Change, Problem? Problem) Read()
    {
        if (MissingMember() is { } missing)
            return (null, Problem.Malformed($"{missing} is missing", missing));
        var errors = new MemberErrors();
        var kind = ChangeShape.KindOf(Kind!);
        if (kind is null)
            errors.Add("kind", $"must be {string.Join(", ", ChangeShape.Kinds)}");
        var place = Parse(errors, "place", Place!);
        PlaceId? to = To is null ? null : Parse(errors, "to", To);
        CheckText(errors, "id", Id);
        CheckText(errors, "name", Name);
        CheckText(errors, "nameEn", NameEn);
        foreach (var (member, isGiven, isOf) in new[]
        {
            ("name", Name is not null || NameEn is not null, kind is ChangeKind.Rename),
            ("to", To is not null, kind is ChangeKind.Move or ChangeKind.Merge),
            ("parts", Parts is not null, kind is ChangeKind.Split),
        })
        {
            if (isGiven && !isOf && kind is not null)
                errors.Add(member, $"says nothing of a {Kind}");
        }
        var parts = (Parts ?? []).Select((part, i) => Part(errors, $"parts[{i}]", part!)).ToImmutableArray();
        return errors.IsEmpty ? (new PlaceChange(Id!, kind!.Value, place, Name, NameEn, to, parts), null) : (null, Problem.Invalid(errors));
    }

    private static SplitPart Part(MemberErrors errors, string path, ChangePartBody part)
    {
        CheckText(errors, $"{path}.name", part.Name);
        CheckText(errors, $"{path}.nameEn", part.NameEn);
        foreach (var subject in part.Subjects ?? [])
            CheckText(errors, $"{path}.subjects", subject);
        return new(
            Parse(errors, $"{path}.id", part.Id!), part.Name!, part.NameEn,
            (part.Attributes ?? ImmutableDictionary<string, long>.Empty).ToImmutableSortedDictionary(StringComparer.Ordinal),
            [.. (part.Subjects ?? []).Select(subject => subject!)]);
    }

    private string? MissingMember()
    {
        if ((Id is null ? "id" : Kind is null ? "kind" : Place is null ? "place" : null) is { } missing)
            return missing;
        for (var i = 0; i < (Parts?.Count ?? 0); i++)
        {
            if (Parts![i] is not { } part || part.Id is null)
                return $"parts[{i}].id";
            if (part.Name is null)
                return $"parts[{i}].name";
            if (part.Subjects?.Contains(null) == true)
                return $"parts[{i}].subjects";
        }
        return null;
    }

    private static void CheckText(MemberErrors errors, string member, string? text)
    {
        if (PersonalData.Resembles(text))
            errors.Add(member, "looks like it holds an identity or mobile number or an e-mail address");
    }

    private static PlaceId Parse(MemberErrors errors, string member, string text)
    {
        if (!PlaceId.TryParse(text, null, out var place))
            errors.Add(member, PlaceId.Rule(RowText.Shorten(text)));
        return place;
    }
}

/// <summary>A part of a split as it is asked for.</summary>
internal sealed record ChangePartBody(
    string? Id, string? Name, string? NameEn, IReadOnlyDictionary<string, long>? Attributes, IReadOnlyList<string?>? Subjects);
