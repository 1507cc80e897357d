using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GridGrains.Gateway;

/// <summary>Writes an endpoint's <see cref="OperationDoc"/> into the OpenAPI document, where its types are already.</summary>
internal sealed class OperationTransformer : IOpenApiOperationTransformer
{
    private static readonly Dictionary<string, ParameterDoc> PathParameters = new()
    {
        ["c"] = new("c", "The campaign.", Examples.CampaignId),
        ["p"] = new("p", "The place.", Examples.GridId),
        ["date"] = new("date", "The day, by the campaign's clock in China Standard Time.", "2022-10-06"),
        ["moment"] = new("moment", "The moment by the campaign's clock, RFC 3339 with its offset.", "2022-10-06T17:12:31+08:00"),
        ["task"] = new("task", "The task, by its code in the plan.", "first-report"),
        ["id"] = new("id", "The notice, alert or webhook.", Examples.NoticeId),
    };

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<OperationDoc>().FirstOrDefault() is not { } doc)
            return;
        (operation.OperationId, operation.Summary, operation.Description) = (doc.Id, doc.Summary, doc.Description);
        operation.Tags = new HashSet<OpenApiTagReference> { new(doc.Tag, context.Document) };
        AddParameters(operation, doc);
        if (operation.RequestBody is OpenApiRequestBody body)
            AddBodies(body, doc);
        foreach (var (status, response) in operation.Responses ?? [])
            AddExample((OpenApiResponse)response, int.Parse(status, System.Globalization.CultureInfo.InvariantCulture), doc);
        if (doc.Publicly is { } publicly)
            await AddPublicAnswerAsync(operation, publicly, context, cancellationToken);
        if (doc.Secured)
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(DocumentTransformer.Bearer, context.Document)] = [] }];
    }

    private static async Task AddPublicAnswerAsync(
        OpenApiOperation operation, AnswerDoc publicly, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var schema = await context.GetOrCreateSchemaAsync(publicly.Type, null, cancellation);
        schema.Examples = [publicly.Example.DeepClone()];
        context.Document!.AddComponent(publicly.Type.Name, schema);
        var content = operation.Responses!["200"].Content![publicly.MediaType];
        content.Schema = new OpenApiSchema { OneOf = [content.Schema!, new OpenApiSchemaReference(publicly.Type.Name, context.Document)] };
    }

    private static void AddParameters(OpenApiOperation operation, OperationDoc doc)
    {
        operation.Parameters ??= [];
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
        {
            if (!PathParameters.TryGetValue(parameter.Name ?? "", out var known))
                continue;
            parameter.Description = known.Description;
            parameter.Example = known.Example.DeepClone();
        }
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

    private static void AddBodies(OpenApiRequestBody body, OperationDoc doc)
    {
        body.Required = true;
        foreach (var (mediaType, content) in body.Content ?? new Dictionary<string, OpenApiMediaType>())
        {
            content.Example = doc.Bodies[mediaType].DeepClone();
            if (content.Example.GetValueKind() == JsonValueKind.String)
                content.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
        }
    }

    private static void AddExample(OpenApiResponse response, int status, OperationDoc doc)
    {
        if (status == StatusCodes.Status304NotModified)
        {
            response.Description = "Unchanged since the ETag of If-None-Match";
            return;
        }
        var problem = status == StatusCodes.Status200OK ? null : ProblemExamples.Of(status, doc);
        response.Description = problem?.Title ?? "Done";
        foreach (var (mediaType, content) in response.Content ?? new Dictionary<string, OpenApiMediaType>())
        {
            var isOther = problem is null && doc.Alternative?.MediaType == mediaType;
            if (isOther)
                content.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
            content.Example = problem is not null ? Examples.Problem(problem) : (isOther ? doc.Alternative! : doc.Answer).Example.DeepClone();
        }
    }

    private static JsonSchemaType TypeOf(JsonNode example) => example.GetValueKind() switch
    {
        JsonValueKind.Number => JsonSchemaType.Integer,
        JsonValueKind.True or JsonValueKind.False => JsonSchemaType.Boolean,
        _ => JsonSchemaType.String,
    };
}
