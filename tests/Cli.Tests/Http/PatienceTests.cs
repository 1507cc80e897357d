using System.Net;

namespace GridGrains.Cli.Tests;

public sealed class PatienceTests
{
    private static readonly Func<HttpRequestMessage> Request = () => new HttpRequestMessage(HttpMethod.Get, "x");

    [Fact]
    public async Task SendAsync_SlowDownThenAnswered_IsSentAgain()
    {
        var line = new Line([_ => Refusal(HttpStatusCode.TooManyRequests), _ => Refusal(HttpStatusCode.ServiceUnavailable), _ => new(HttpStatusCode.OK)]);
        using var answer = await line.Patience.SendAsync(Request, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, 3), (answer.StatusCode, line.Sent));
    }

    [Fact]
    public async Task SendAsync_LostAfterTheFirstAnswer_IsSentAgain()
    {
        var line = new Line([_ => new(HttpStatusCode.OK), _ => throw new HttpRequestException("lost"), _ => new(HttpStatusCode.NoContent)]);
        using var first = await line.Patience.SendAsync(Request, TestContext.Current.CancellationToken);
        using var second = await line.Patience.SendAsync(Request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, second.StatusCode);
    }

    [Fact]
    public async Task SendAsync_NeverHeard_FailsAtOnce()
    {
        var line = new Line([_ => throw new HttpRequestException("Connection refused")]);
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => line.Patience.SendAsync(Request, TestContext.Current.CancellationToken));
        Assert.Equal((ExitCode.OutOfReach, "http://service/ does not answer: Connection refused."), (failure.ExitCode, failure.Message));
    }

    [Theory]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task SendAsync_Refused_IsAnAnswer(HttpStatusCode status)
    {
        var line = new Line([_ => Refusal(status)]);
        using var answer = await line.Patience.SendAsync(Request, TestContext.Current.CancellationToken);
        Assert.Equal((status, 1), (answer.StatusCode, line.Sent));
    }

    private static HttpResponseMessage Refusal(HttpStatusCode status) => new(status) { Content = new StringContent("""{"detail":"no"}""") };

    /// <summary>A line whose other end answers as told, one call after the other.</summary>
    private sealed class Line(Func<HttpRequestMessage, HttpResponseMessage>[] answers) : HttpMessageHandler
    {
        public int Sent { get; private set; }

        public Patience Patience => field ??= new Patience(new HttpClient(this) { BaseAddress = new Uri("http://service") }, TimeProvider.System);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answers[Sent++](request));
    }
}
