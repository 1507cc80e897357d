namespace GridGrains.Gateway;

/// <summary>A notice as it is published, before anything is known to be right.</summary>
internal sealed record NoticeBody(string? Id, NoticeTextBody? Text)
{
    /// <summary>What it says, or what is wrong with it: what is missing is malformed, what may not be is invalid.</summary>
    public (Guid Id, NoticeText? Text, Problem? Problem) Read()
    {
        if (Id is null || Text is null)
            return (default, null, Problem.Malformed($"{(Id is null ? "id" : "text")} is missing", Id is null ? "id" : "text"));
        var errors = new MemberErrors();
        if (!Guid.TryParseExact(Id, "D", out var id))
            errors.Add("id", "must be a UUID");
        var text = new NoticeText(Text.Zh, Text.En);
        if (NoticeRules.Check(text) is var (member, message))
            errors.Add(member, message);
        return errors.IsEmpty ? (id, text, null) : (default, null, Problem.Invalid(errors));
    }
}

/// <summary>The words of a notice as they are published.</summary>
internal sealed record NoticeTextBody(string? Zh, string? En);
