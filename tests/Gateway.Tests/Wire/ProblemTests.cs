using System.Text.Json;

namespace GridGrains.Gateway.Tests;

public sealed class ProblemTests
{
    [Fact]
    public void ToJson_EveryProblem_HasTypeTitleStatusAndDetail() => Assert.All(All(), problem =>
    {
        using var json = JsonDocument.Parse(problem.ToJson());
        Assert.Equal($"urn:gridgrains:{problem.Code}", json.RootElement.GetProperty("type").GetString());
        Assert.Equal(problem.Status, json.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(json.RootElement.GetProperty("title").GetString()!);
        Assert.NotEmpty(json.RootElement.GetProperty("detail").GetString()!);
    });

    [Theory]
    [InlineData(400, "malformed")]
    [InlineData(401, "unauthenticated")]
    [InlineData(403, "forbidden")]
    [InlineData(404, "not-found")]
    [InlineData(405, "method")]
    [InlineData(406, "not-acceptable")]
    [InlineData(413, "too-large")]
    [InlineData(415, "media-type")]
    [InlineData(429, "slow-down")]
    [InlineData(503, "unavailable")]
    [InlineData(500, "internal")]
    [InlineData(431, "malformed")]
    public void Of_AStatus_HasItsCode(int status, string code)
    {
        var problem = Problem.Of(status);
        Assert.Equal((status, code), (problem.Status, problem.Code));
    }

    [Fact]
    public void ToJson_Errors_AreByMemberPath()
    {
        var errors = new MemberErrors();
        errors.Add("rows[2].id", "is missing");
        errors.Add("rows[1].name", "一 \"two\"");
        errors.Add("rows[2].id", "also");
        using var json = JsonDocument.Parse(Problem.Invalid(errors).ToJson());
        Assert.Equal(
            """{"rows[1].name":["一 \"two\""],"rows[2].id":["is missing","also"]}""", json.RootElement.GetProperty("errors").GetRawText());
        Assert.Equal("rows[2].id is missing; 3 errors in all", json.RootElement.GetProperty("detail").GetString());
    }

    [Fact]
    public void ToJson_InBulkAndOnTheHub_SaysWhenToTryAgain()
    {
        using var json = JsonDocument.Parse(Problem.SlowDown(TimeSpan.FromSeconds(1.2)).ToJson());
        Assert.Equal(2, json.RootElement.GetProperty("retryAfter").GetInt32());
    }

    private static Problem[] All() =>
    [
        Problem.Malformed("x"), Problem.Unauthenticated(), Problem.Forbidden(), Problem.NotFound("x"), Problem.Method(), Problem.NotAcceptable("x"),
        Problem.UnsupportedMediaType(), Problem.Closed("c"), Problem.TooLarge("x"), Problem.Invalid("m", "x"), Problem.SlowDown(TimeSpan.FromSeconds(1)),
        Problem.Unavailable("x", TimeSpan.FromSeconds(1)), Problem.Internal(),
    ];
}
