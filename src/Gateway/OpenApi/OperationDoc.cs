using System.Text.Json.Nodes;

namespace GridGrains.Gateway;

/// <summary>What the OpenAPI document says of an endpoint beyond what its route and types say. Goes with the endpoint as metadata.</summary>
internal sealed record OperationDoc(string Id, string Tag, string Summary)
{
    /// <summary>More than fits the summary.</summary>
    public string? Description { get; init; }

    /// <summary>Query parameters.</summary>
    public ParameterDoc[] Query { get; init; } = [];

    /// <summary>Bodies by media type, with an example each.</summary>
    public IReadOnlyDictionary<string, (Type Type, JsonNode Example)> Bodies { get; init; } = new Dictionary<string, (Type, JsonNode)>();

    /// <summary>What is answered when all is well.</summary>
    public required AnswerDoc Answer { get; init; }

    /// <summary>Status codes of the problems it may answer, beside those that every operation may.</summary>
    public int[] Problems { get; init; } = [];

    /// <summary>Whether a token is needed.</summary>
    public bool Secured { get; init; } = true;
}

/// <summary>What is answered when all is well.</summary>
internal sealed record AnswerDoc(Type Type, JsonNode Example, string MediaType = JsonAnswer.MediaType)
{
    /// <summary>Whether <c>If-None-Match</c> is answered.</summary>
    public bool Conditional { get; init; }
}

/// <summary>A query or path parameter.</summary>
internal sealed record ParameterDoc(string Name, string Description, JsonNode Example, bool Required = false);
