using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GridGrains.Gateway;

/// <summary>What the OpenAPI document says of the service as a whole.</summary>
internal sealed class DocumentTransformer : IOpenApiDocumentTransformer
{
    /// <summary>The name of the security scheme.</summary>
    public const string Bearer = "bearer";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "GridGrains",
            Version = "1",
            Description = "The live ledger under epidemic work in a city's grids. Times are RFC 3339 in UTC, integers stay below 2^53, "
                + "failures are application/problem+json. Numbers also come live over SignalR at /hub.",
        };
        // Where the document was fetched from is where the service is.
        document.Servers = [];
        document.Tags = document.Paths.Values
            .SelectMany(path => path.Operations ?? [])
            .SelectMany(operation => operation.Value.Tags ?? new HashSet<OpenApiTagReference>())
            .Select(tag => tag.Reference.Id!)
            .Distinct()
            .Select(name => new OpenApiTag { Name = name })
            .ToHashSet();
        document.AddComponent(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "Claims: sub, role (viewer, reporter, steward, public), place (roots of subtrees), exp, iss, aud=gridgrains.",
        });
        return Task.CompletedTask;
    }
}
