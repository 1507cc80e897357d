using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GridGrains.Gateway;

/// <summary>Says of a member that may be missing that it may be missing: null is neither sent nor taken.</summary>
internal sealed class SchemaTransformer : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var member in context.JsonTypeInfo.Properties.Where(p => p.IsGetNullable))
        {
            schema.Required?.Remove(member.Name);
            if (schema.Properties is { } members && members.TryGetValue(member.Name, out var found) && found is OpenApiSchema { Type: { } type } value)
                value.Type = type & ~JsonSchemaType.Null;
        }
        return Task.CompletedTask;
    }
}
