using System.Text.Json;

namespace GridGrains.Gateway.Tests;

public sealed class ApiDocumentTests : GatewayFacts
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];

    [Fact]
    public async Task EveryOperation_IsDescribedWithExamplesAndProblems()
    {
        var document = (await Gateway.SendAsync(HttpMethod.Get, "/openapi/v1.json", token: null)).IsOk();
        var operations = Operations(document).ToArray();
        Assert.Equal(49, operations.Length);
        Assert.All(operations, operation =>
        {
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            Assert.NotEmpty(operation.GetProperty("operationId").GetString()!);
            Assert.All(Contents(operation.GetProperty("responses").GetProperty("200")), HasSchemaAndExample);
            if (operation.TryGetProperty("requestBody", out var body))
                Assert.All(Contents(body), HasSchemaAndExample);
            if (operation.TryGetProperty("parameters", out var parameters))
                Assert.All(parameters.EnumerateArray(), p => Assert.True(p.TryGetProperty("example", out _) && p.TryGetProperty("description", out _), p.GetRawText()));
            var problems = operation.GetProperty("responses").EnumerateObject().Where(r => r.Name[0] is '4' or '5').ToArray();
            Assert.True(problems.Length >= 3);
            Assert.All(problems, problem =>
            {
                var content = problem.Value.GetProperty("content").GetProperty("application/problem+json");
                Assert.Equal("#/components/schemas/Problem", content.GetProperty("schema").GetProperty("$ref").GetString());
                Assert.Equal(problem.Name, content.GetProperty("example").GetProperty("status").GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture));
            });
        });
    }

    [Theory]
    [InlineData("Snapshot")]
    [InlineData("PublicSnapshot")]
    [InlineData("Receipt")]
    [InlineData("Report")]
    [InlineData("Campaign")]
    [InlineData("Problem")]
    [InlineData("Family")]
    public async Task TheTypesOfTheContract_AreThereByNameWithTheirMembers(string type)
    {
        var document = (await Gateway.SendAsync(HttpMethod.Get, "/openapi/v1.json", token: null)).IsOk();
        Assert.True(document.GetProperty("components").GetProperty("schemas").GetProperty(type).GetProperty("properties").EnumerateObject().Any());
    }

    [Fact]
    public async Task EveryReference_LeadsSomewhere()
    {
        var document = (await Gateway.SendAsync(HttpMethod.Get, "/openapi/v1.json", token: null)).IsOk();
        var references = References(document).Distinct().ToArray();
        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.True(Leads(document, reference), reference));
    }

    [Fact]
    public async Task TheReferencePage_IsServed()
    {
        var page = await Gateway.SendAsync(HttpMethod.Get, "/openapi/index.html", token: null);
        Assert.Equal((200, "text/html"), (page.Status, page.MediaType));
        Assert.Contains("swagger-ui", page.Text, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonElement> Operations(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Where(o => Methods.Contains(o.Name)).Select(o => o.Value);

    private static IEnumerable<JsonElement> Contents(JsonElement of) => of.GetProperty("content").EnumerateObject().Select(c => c.Value);

    private static void HasSchemaAndExample(JsonElement content) =>
        Assert.True(content.TryGetProperty("schema", out _) && content.TryGetProperty("example", out _), content.GetRawText());

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => p.Name == "$ref" ? [p.Value.GetString()!] : References(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private static bool Leads(JsonElement document, string reference)
    {
        foreach (var part in reference.Split('/')[1..])
        {
            if (!document.TryGetProperty(part, out document))
                return false;
        }
        return true;
    }
}
