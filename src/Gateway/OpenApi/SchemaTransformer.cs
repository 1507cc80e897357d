using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GridGrains.Gateway;

/// <summary>Says of a member that may be missing that it may be missing: null is neither sent nor taken.</summary>
internal sealed class SchemaTransformer : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var name in context.JsonTypeInfo.Properties.Where(p => p.IsGetNullable).Select(p => p.Name))
        {
            schema.Required?.Remove(name);
            if (schema.Properties?.TryGetValue(name, out var found) == true && found is OpenApiSchema { Type: { } type } member)
                member.Type = type & ~JsonSchemaType.Null;
        }
        return Task.CompletedTask;
    }
}
