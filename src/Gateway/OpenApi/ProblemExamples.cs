namespace GridGrains.Gateway;

/// <summary>A likely problem of each status.</summary>
internal static class ProblemExamples
{
    public static Problem Of(int status, OperationDoc doc) => status switch
    {
        400 => Problem.Malformed($"{doc.Wrong.Member} is unknown, there twice or of the wrong JSON type", doc.Wrong.Member),
        404 => Problem.NotFound($"campaign {Examples.CampaignId} counts no place {Examples.GridId}"),
        406 => Problem.NotAcceptable(doc.Answer.MediaType),
        409 => Problem.Closed(Examples.CampaignId),
        410 => Problem.Gone($"the subjects of campaign {Examples.CampaignId} have been purged; its counts and its history stay"),
        413 => Problem.TooLarge($"a body has at most {new GatewayOptions().MaxBodyBytes} bytes"),
        422 => Problem.Invalid(doc.Wrong.Member, doc.Wrong.Message),
        503 => Problem.Unavailable("the ledger did not answer in time", TimeSpan.FromSeconds(1)),
        _ => Problem.Of(status),
    };
}
