namespace GridGrains.Gateway;

/// <summary>A webhook as it is registered, before anything is known to be right.</summary>
internal sealed record WebhookBody(string? Id, string? What, int? Depth, string? Url, string? Secret)
{
    private const int MostLevels = PlaceId.MaxDepth - 1;
    private const int LongestUrl = 2_000;

    /// <summary>What it asks for, or what is wrong with it: what is missing is malformed, what may not be is invalid. Whether the address may be used the silos say.</summary>
    public (Webhook? Webhook, Problem? Problem) Read(LedgerKey of)
    {
        if (Missing() is { } missing)
            return (null, Problem.Malformed($"{missing} is missing", missing));
        var errors = new MemberErrors();
        if (!Guid.TryParseExact(Id, "D", out var id))
            errors.Add("id", "must be a UUID");
        if (What is not ("counts" or "alerts"))
            errors.Add("what", "must be counts or alerts");
        if (Depth is < 0 or > MostLevels)
            errors.Add("depth", $"must be a whole number from 0 to {MostLevels}");
        else if (What == "alerts" && Depth is not (null or 0))
            errors.Add("depth", "is for counts; of alerts all at and below the place are told");
        if (Url!.Length > LongestUrl || !Uri.TryCreate(Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            errors.Add("url", $"must be an https address of at most {LongestUrl} characters");
        return errors.IsEmpty
            ? (new Webhook(id, of.Campaign, of.Place, What == "counts" ? WebhookTopic.Counts : WebhookTopic.Alerts, Depth ?? 0, Url, default), null)
            : (null, Problem.Invalid(errors));
    }

    private string? Missing() => Id is null ? "id" : What is null ? "what" : Url is null ? "url" : Secret is null ? "secret" : null;
}
