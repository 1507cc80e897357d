namespace GridGrains.Gateway;

/// <summary>A likely problem of each status.</summary>
internal static class ProblemExamples
{
    public static Problem Of(int status) => status switch
    {
        400 => Problem.Malformed("observations[3].value must be a number", "observations[3].value"),
        404 => Problem.NotFound($"campaign {Examples.CampaignId} counts no place {Examples.GridId}"),
        406 => Problem.NotAcceptable(JsonAnswer.MediaType),
        409 => Problem.Closed(Examples.CampaignId),
        413 => Problem.TooLarge($"a report has at most {Report.MaxObservations} observations"),
        422 => Problem.Invalid("observations[3].value", "must be 0 to 20 for tests.sampled"),
        503 => Problem.Unavailable("the journal is full; nothing was counted, send the same report again", TimeSpan.FromSeconds(1)),
        _ => Problem.Of(status),
    };
}
