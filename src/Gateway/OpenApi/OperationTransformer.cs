using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GridGrains.Gateway;

/// <summary>Writes an endpoint's <see cref="OperationDoc"/> into the OpenAPI document.</summary>
internal sealed class OperationTransformer : IOpenApiOperationTransformer
{
    private static readonly Dictionary<string, ParameterDoc> PathParameters = new()
    {
        ["c"] = new("c", "The campaign.", Examples.CampaignId),
        ["p"] = new("p", "The place.", Examples.GridId),
    };

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<OperationDoc>().FirstOrDefault() is not { } doc)
            return;
        (operation.OperationId, operation.Summary, operation.Description) = (doc.Id, doc.Summary, doc.Description);
        operation.Tags = new HashSet<OpenApiTagReference> { new(doc.Tag, context.Document) };
        AddParameters(operation, doc);
        operation.RequestBody = await BodyAsync(doc, context, cancellationToken);
        operation.Responses = await ResponsesAsync(doc, context, cancellationToken);
        if (doc.Secured)
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(DocumentTransformer.Bearer, context.Document)] = [] }];
    }

    private static void AddParameters(OpenApiOperation operation, OperationDoc doc)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            if (!PathParameters.TryGetValue(parameter.Name ?? "", out var known))
                continue;
            parameter.Description = known.Description;
            parameter.Example = known.Example.DeepClone();
        }
        operation.Parameters ??= [];
        foreach (var parameter in doc.Query)
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Required = parameter.Required,
                Schema = new OpenApiSchema { Type = TypeOf(parameter.Example) },
                Example = parameter.Example.DeepClone(),
            });
        }
    }

    private static async Task<OpenApiRequestBody?> BodyAsync(OperationDoc doc, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (doc.Bodies.Count == 0)
            return null;
        var content = new Dictionary<string, OpenApiMediaType>();
        foreach (var (mediaType, (type, example)) in doc.Bodies)
            content[mediaType] = await MediaAsync(type, example, context, cancellation);
        return new OpenApiRequestBody { Required = true, Content = content };
    }

    private static async Task<OpenApiResponses> ResponsesAsync(
        OperationDoc doc, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var responses = new OpenApiResponses
        {
            ["200"] = new OpenApiResponse
            {
                Description = "Done",
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [doc.Answer.MediaType] = await MediaAsync(doc.Answer.Type, doc.Answer.Example, context, cancellation),
                },
            },
        };
        if (doc.Answer.Conditional)
            responses["304"] = new OpenApiResponse { Description = "Unchanged since the ETag of If-None-Match" };
        int[] usual = doc.Secured ? [401, 403, 406, 429, 500, 503] : [406, 500, 503];
        foreach (var status in usual.Union(doc.Problems).Order())
            responses[status.ToString(CultureInfo.InvariantCulture)] = await ProblemAsync(ProblemExamples.Of(status), context, cancellation);
        return responses;
    }

    private static async Task<OpenApiResponse> ProblemAsync(Problem problem, OpenApiOperationTransformerContext context, CancellationToken cancellation) => new()
    {
        Description = problem.Title,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [Problem.MediaType] = await MediaAsync(typeof(Wire.Problem), Examples.Problem(problem), context, cancellation),
        },
    };

    // Types of the contract stand in the document once, by name.
    private static async Task<OpenApiMediaType> MediaAsync(
        Type type, JsonNode example, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        IOpenApiSchema schema = await context.GetOrCreateSchemaAsync(type, cancellationToken: cancellation);
        if (type.DeclaringType == typeof(Wire))
        {
            context.Document!.AddComponent(type.Name, schema);
            schema = new OpenApiSchemaReference(type.Name, context.Document);
        }
        return new OpenApiMediaType { Schema = schema, Example = example.DeepClone() };
    }

    private static JsonSchemaType TypeOf(JsonNode example) => example.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.Number => JsonSchemaType.Integer,
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => JsonSchemaType.Boolean,
        _ => JsonSchemaType.String,
    };
}
