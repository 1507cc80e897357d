namespace GridGrains.Gateway.Tests;

public sealed class WebhookEndpointTests : GatewayFacts
{
    private const string Id = "0199b1c2-7c3f-7b10-8a21-6d5f4e3c2b1a";
    private const string Secret = "whsec_bm90IGEgc2VjcmV0OiBhbiBleGFtcGxlIG9mIG9uZQ==";

    [Fact]
    public async Task Register_List_Remove_NeverTellTheSecret()
    {
        var registered = await PostAsync(Draft());
        var webhook = registered.IsOk();
        Assert.Equal((Id, Town.Root, "counts", 1), (webhook.GetProperty("id").GetString(), webhook.GetProperty("place").GetString(), webhook.GetProperty("what").GetString(), webhook.GetProperty("depth").GetInt32()));
        Assert.Equal((2, "answered 503"), (webhook.GetProperty("waiting").GetInt32(), webhook.GetProperty("failing").GetProperty("why").GetString()));
        Assert.Equal((Secret, "phone-1"), (Gateway.Board.Webhooks.Secret, Gateway.Board.Webhooks.By));

        var listed = await Gateway.GetAsync(Ledger + Town.Root + "/webhooks", "steward");
        Assert.Equal(registered.Text, listed.IsOk()[0].GetRawText());
        Assert.DoesNotContain("whsec", registered.Text + listed.Text, StringComparison.Ordinal);
        Assert.Equal(0, (await Gateway.GetAsync(Ledger + Town.Village + "/webhooks", "steward")).IsOk().GetArrayLength());

        (await DeleteAsync(Town.Village, Id)).IsProblem(404, "not-found");
        (await DeleteAsync(Town.Root, "nonsense")).IsProblem(404, "not-found");
        Assert.Equal(Id, (await DeleteAsync(Town.Root, Id)).IsOk().GetProperty("id").GetString());
        (await DeleteAsync(Town.Root, Id)).IsProblem(404, "not-found");
    }

    [Theory]
    [InlineData("id", "\"x\"")]
    [InlineData("what", "\"everything\"")]
    [InlineData("depth", "-1")]
    [InlineData("depth", "10")]
    [InlineData("url", "\"/hook\"")]
    [InlineData("url", "\"https://elsewhere.example/\"")]
    public async Task WhatMayNotBe_IsRefusedByName(string member, string value) =>
        Assert.True((await PostAsync(Draft((member, value)))).IsProblem(422, "invalid").GetProperty("errors").TryGetProperty(member, out _));

    [Fact]
    public async Task Alerts_HaveNoDepth() =>
        Assert.True((await PostAsync(Draft(("what", "\"alerts\"")))).IsProblem(422, "invalid").GetProperty("errors").TryGetProperty("depth", out _));

    [Theory]
    [InlineData("id")]
    [InlineData("what")]
    [InlineData("url")]
    [InlineData("secret")]
    public async Task WhatIsMissing_IsMalformed(string member) => (await PostAsync(Draft((member, "null")))).IsProblem(400, "malformed");

    [Theory]
    [InlineData("viewer")]
    [InlineData("reporter")]
    [InlineData("public")]
    public async Task WhoIsNoSteward_IsRefused(string role) => (await Gateway.PostAsync(Ledger + Town.Root + "/webhooks", Draft(), role)).IsProblem(403, "forbidden");

    private static string Draft(params (string Member, string Value)[] changes)
    {
        var members = new Dictionary<string, string> { ["id"] = $"\"{Id}\"", ["what"] = "\"counts\"", ["depth"] = "1", ["url"] = "\"https://hooks.example/x\"", ["secret"] = $"\"{Secret}\"" };
        foreach (var (member, value) in changes)
            members[member] = value;
        return $"{{ {string.Join(", ", members.Select(m => $"\"{m.Key}\": {m.Value}"))} }}";
    }

    private Task<Answer> PostAsync(string body) => Gateway.PostAsync(Ledger + Town.Root + "/webhooks", body, "steward");

    private Task<Answer> DeleteAsync(string place, string id) =>
        Gateway.SendAsync(HttpMethod.Delete, Ledger + place + "/webhooks/" + id, TestGateway.Token("steward", Town.Root));
}
