using System.Text.Json.Nodes;

namespace GridGrains.Gateway;

/// <summary>What the OpenAPI document says of an endpoint beyond its route. Goes with the endpoint as metadata.</summary>
internal sealed record OperationDoc(string Id, string Tag, string Summary)
{
    private static readonly int[] Usual = [401, 403, 406, 429, 500, 503];
    private static readonly int[] UsualWithoutToken = [406, 500, 503];

    /// <summary>More than fits the summary.</summary>
    public string? Description { get; init; }

    /// <summary>Query parameters.</summary>
    public ParameterDoc[] Query { get; init; } = [];

    /// <summary>The type of a JSON body.</summary>
    public Type? Body { get; init; }

    /// <summary>Examples of bodies by media type.</summary>
    public IReadOnlyDictionary<string, JsonNode> Bodies { get; init; } = new Dictionary<string, JsonNode>();

    /// <summary>What is answered when all is well.</summary>
    public required AnswerDoc Answer { get; init; }

    /// <summary>What those are answered instead who read the public view, if they are answered.</summary>
    public AnswerDoc? Publicly { get; init; }

    /// <summary>What is answered to those who ask for another media type.</summary>
    public AnswerDoc? Alternative { get; init; }

    /// <summary>Status codes of the problems it may answer, beside the usual ones.</summary>
    public int[] Problems { get; init; } = [];

    /// <summary>What may be wrong with a request, as an example.</summary>
    public (string Member, string Message) Wrong { get; init; } = ("limit", "must be a whole number from 1 to 500");

    /// <summary>Whether a token is needed.</summary>
    public bool Secured { get; init; } = true;

    /// <summary>Tells the endpoint's metadata what goes in and out.</summary>
    public void Describe(RouteHandlerBuilder route)
    {
        route.WithMetadata(this, new Answers(Answer.MediaType, Alternative?.MediaType))
            .Produces(StatusCodes.Status200OK, Answer.Type, Answer.MediaType, Alternative is null ? [] : [Alternative.MediaType]);
        if (Answer.Conditional)
            route.Produces(StatusCodes.Status304NotModified);
        foreach (var status in (Secured ? Usual : UsualWithoutToken).Union(Problems).Order())
            route.Produces<Wire.Problem>(status, Problem.MediaType);
        if (Body is not null)
            route.Accepts(Body, Bodies.Keys.First(), [.. Bodies.Keys.Skip(1)]);
    }
}

/// <summary>What is answered when all is well.</summary>
internal sealed record AnswerDoc(Type Type, JsonNode Example, string MediaType = JsonAnswer.MediaType)
{
    /// <summary>Whether <c>If-None-Match</c> is answered.</summary>
    public bool Conditional { get; init; }
}

/// <summary>A query or path parameter.</summary>
internal sealed record ParameterDoc(string Name, string Description, JsonNode Example, bool Required = false);
