using System.Collections.Immutable;

namespace GridGrains.Gateway;

/// <summary>A campaign as it is put. What the service settles itself (state, createdAt) may be sent back and is not looked at.</summary>
internal sealed record CampaignBody(
    string? Id,
    string? Kind,
    string? Title,
    string? TitleEn,
    string? Root,
    string? OpensAt,
    string? Deadline,
    string? State,
    IReadOnlyDictionary<string, string?>? Targets,
    DrillBody? Drill,
    string? CreatedAt,
    EmergencyBody? Emergency)
{
    /// <summary>The campaign it says, or what is wrong with it: what is missing is malformed, what may not be is invalid.</summary>
    /// <param name="id">From the address.</param>
    /// <param name="now">Stands in for what the service settles itself.</param>
    public (Campaign? Campaign, Problem? Problem) Read(string id, DateTimeOffset now)
    {
        if (MissingMember() is { } missing)
            return (null, Problem.Malformed($"{missing} is missing", missing));
        var errors = new MemberErrors();
        if (Id is not null && Id != id)
            errors.Add("id", "must be the id of the address, or left out");
        if (Kind is not (null or "round" or "standing"))
            errors.Add("kind", "must be round or standing");
        foreach (var (member, text) in new[] { ("id", id), ("title", Title), ("titleEn", TitleEn) })
        {
            if (PersonalData.Resembles(text))
                errors.Add(member, "looks like it holds an identity or mobile number or an e-mail address");
        }
        if (!PlaceId.TryParse(Root, null, out var root))
            errors.Add("root", PlaceId.Rule(RowText.Shorten(Root)));
        DateTimeOffset opensAt = OpensAt is null ? DateTimeOffset.MinValue : Time(errors, "opensAt", OpensAt);
        DateTimeOffset? deadline = Deadline is null ? null : Time(errors, "deadline", Deadline);
        var drill = Drill is null ? null : new Drill(Time(errors, "drill.origin", Drill.Origin), Drill.Speed!.Value);
        if (!errors.IsEmpty)
            return (null, Problem.Invalid(errors));
        var targets = Targets?.ToImmutableSortedDictionary(t => t.Key, t => t.Value!, StringComparer.Ordinal)
            ?? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        var kind = Kind is null or "round" ? CampaignKind.Round : CampaignKind.Standing;
        return (new Campaign(id, kind, Title ?? "", TitleEn, root, opensAt, deadline, CampaignState.Open, targets, drill, now), null);
    }

    // Of an emergency the plan says the kind and the title, and it opens when it is activated.
    private string? MissingMember() =>
        Kind is null && Emergency is null ? "kind"
        : Title is null && Emergency is null ? "title"
        : Root is null ? "root"
        : OpensAt is null && Emergency is null ? "opensAt"
        : Emergency is { Plan: null } ? "emergency.plan"
        : Drill is { Origin: null } ? "drill.origin"
        : Drill is { Speed: null } ? "drill.speed"
        : Targets?.FirstOrDefault(t => t.Value is null).Key is { } target ? $"targets.{target}"
        : null;

    private static DateTimeOffset Time(MemberErrors errors, string member, string? text)
    {
        if (Rfc3339.TryParse(text, out var time))
            return time;
        errors.Add(member, Rfc3339.Rule);
        return default;
    }
}

/// <summary>The plan of an emergency as it is put. When it was activated is the service's.</summary>
internal sealed record EmergencyBody(string? Plan, string? ActivatedAt);

/// <summary>The clock of a drill as it is put.</summary>
internal sealed record DrillBody(string? Origin, double? Speed);
