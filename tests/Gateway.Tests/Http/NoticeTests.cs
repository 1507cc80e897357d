namespace GridGrains.Gateway.Tests;

public sealed class NoticeTests : GatewayFacts
{
    private const string Id = "0199b1c2-7c3f-7b10-8a21-6d5f4e3c2b1a";
    private const string Body = $$"""{ "id": "{{Id}}", "text": { "zh": "今晚八点前上报", "en": "Report before eight" } }""";

    [Fact]
    public async Task Publish_AndRead_HaveTheShapeOfTheContract()
    {
        const string Notice =
            $$"""{"id":"{{Id}}","campaign":"shengtang-test","place":"enping.shengtang.v01","text":{"zh":"今晚八点前上报","en":"Report before eight"},"publishedAt":"2022-10-06T00:00:00Z","acknowledgedBy":0,"expected":2""";
        Assert.Equal(Notice + "}", (await Gateway.PostAsync(Ledger + Town.Village + "/notices", Body, role: "steward")).IsOk().GetRawText());
        Assert.Equal("phone-1", Gateway.Board.By);
        Assert.Equal($"[{Notice}}}]", (await Gateway.GetAsync(Ledger + Town.Village + "/notices")).IsOk().GetRawText());
        Assert.Equal($$"""[{{Notice}},"acknowledged":false}]""", (await Gateway.GetAsync(Ledger + Town.Grid + "/notices")).IsOk().GetRawText());
    }

    [Fact]
    public async Task Acknowledge_ByALeaf_AnswersTheNotice()
    {
        await Gateway.PostAsync(Ledger + Town.Village + "/notices", Body, role: "steward");
        var notice = (await Gateway.PostAsync($"{Ledger}{Town.Grid}/notices/{Id}/acknowledge", "", place: Town.Grid)).IsOk();
        Assert.Equal((1, true), (notice.GetProperty("acknowledgedBy").GetInt32(), notice.GetProperty("acknowledged").GetBoolean()));
    }

    [Fact]
    public async Task Get_ANotice_NamesTheLeavesThatAreMissing()
    {
        await Gateway.PostAsync(Ledger + Town.Village + "/notices", Body, role: "steward");
        await Gateway.PostAsync($"{Ledger}{Town.OtherGrid}/notices/{Id}/acknowledge", "");
        var progress = (await Gateway.GetAsync($"{Ledger}{Town.Village}/notices/{Id}")).IsOk();
        Assert.Equal(
            """[{"place":"enping.shengtang.v01.g01","name":"=村1网格1","nameEn":"V1, grid 1"}]""", progress.GetProperty("missing").GetRawText());
        Assert.Equal((1, 2), (progress.GetProperty("acknowledgedBy").GetInt32(), progress.GetProperty("expected").GetInt32()));
        Assert.False(progress.TryGetProperty("next", out _));
    }

    [Theory]
    [InlineData("\"zh\": \"今晚八点前上报\", \"en\": \"Report before eight\"", "", 422, "text")]
    [InlineData("今晚八点前上报", " ", 422, "text.zh")]
    [InlineData("Report before eight", "call 13812345678", 422, "text.en")]
    [InlineData("今晚八点前上报", "请致电 138 1234 5678 登记", 422, "text.zh")]
    [InlineData("今晚八点前上报", "请致电１３８１２３４５６７８", 422, "text.zh")]
    [InlineData(Id, "17", 422, "id")]
    [InlineData("\"text\"", "\"words\"", 400, "words")]
    [InlineData("\"zh\"", "\"cn\"", 400, "text.cn")]
    public async Task Publish_NotAsItMustBe_NamesTheMember(string what, string with, int status, string member)
    {
        var answer = await Gateway.PostAsync(Ledger + Town.Village + "/notices", Body.Replace(what, with, StringComparison.Ordinal), role: "steward");
        var problem = answer.IsProblem(status, status == 400 ? "malformed" : "invalid");
        Assert.Equal([member], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        Assert.Null(Gateway.Board.Kept);
    }

    [Fact]
    public async Task Publish_OfTooManyCharacters_IsRefused()
    {
        var fits = Body.Replace("今晚八点前上报", new string('八', 500), StringComparison.Ordinal);
        (await Gateway.PostAsync(Ledger + Town.Village + "/notices", fits, role: "steward")).IsOk();
        var long501 = Body.Replace("今晚八点前上报", new string('八', 501), StringComparison.Ordinal);
        (await Gateway.PostAsync(Ledger + Town.Village + "/notices", long501, role: "steward")).IsProblem(422, "invalid");
    }

    [Fact]
    public async Task WhoMayNot_IsForbidden()
    {
        (await Gateway.PostAsync(Ledger + Town.Village + "/notices", Body, role: "reporter")).IsProblem(403, "forbidden");
        (await Gateway.PostAsync(Ledger + Town.Root + "/notices", Body, role: "steward", place: Town.Village)).IsProblem(403, "forbidden");
        await Gateway.PostAsync(Ledger + Town.Village + "/notices", Body, role: "steward");
        var acknowledge = $"{Ledger}{Town.Grid}/notices/{Id}/acknowledge";
        (await Gateway.PostAsync(acknowledge, "", role: "viewer")).IsProblem(403, "forbidden");
        (await Gateway.PostAsync(acknowledge, "", place: Town.OtherGrid)).IsProblem(403, "forbidden");
        (await Gateway.GetAsync(Ledger + Town.Grid + "/notices", place: Town.OtherGrid)).IsProblem(403, "forbidden");
    }

    [Fact]
    public async Task WhatIsNotSo_IsAnswered()
    {
        (await Gateway.PostAsync($"{Ledger}{Town.Village}/notices/{Id}/acknowledge", "")).IsProblem(422, "invalid");
        (await Gateway.PostAsync($"{Ledger}{Town.Grid}/notices/{Id}/acknowledge", "")).IsProblem(404, "not-found");
        (await Gateway.GetAsync($"{Ledger}{Town.Grid}/notices/{Id}")).IsProblem(404, "not-found");
        (await Gateway.GetAsync($"{Ledger}{Town.Grid}/notices/17")).IsProblem(404, "not-found");
        Gateway.Board.Refusal = NoticeRefusal.IdTaken;
        (await Gateway.PostAsync(Ledger + Town.Village + "/notices", Body, role: "steward")).IsProblem(422, "invalid");
        Gateway.Board.Refusal = NoticeRefusal.Closed;
        (await Gateway.PostAsync(Ledger + Town.Village + "/notices", Body, role: "steward")).IsProblem(409, "closed");
    }
}
