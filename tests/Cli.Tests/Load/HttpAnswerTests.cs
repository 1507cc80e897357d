using System.Text;

namespace GridGrains.Cli.Tests;

public sealed class HttpAnswerTests
{
    [Fact]
    public void Read_AHead_KnowsItsLengthsWhateverTheCaseOfItsNames()
    {
        var answer = Read("HTTP/1.1 503 Service Unavailable\r\ncontent-LENGTH:  12\r\nRetry-After: 3\r\nConnection: close\r\n\r\nbody");
        Assert.Equal((503, 12, 3, true), (answer!.Value.Status, answer.Value.BodyLength, answer.Value.RetryAfter, answer.Value.Closes));
    }

    [Fact]
    public void Read_NotWhole_IsNothingYet() => Assert.Null(Read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"));

    [Fact]
    public void Join_InChunks_IsTheBodyOnceTheLastOneIsThere()
    {
        Assert.Equal(-1, Read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")!.Value.BodyLength);
        var whole = "3\r\n{\"a\r\nC\r\n\":\"0\r\n\r\n00\"}\r\n0\r\n\r\n"u8.ToArray();
        for (var part = 0; part < whole.Length; part++)
            Assert.Null(HttpAnswer.Join(whole.AsSpan(0, part)));
        Assert.Equal("{\"a\":\"0\r\n\r\n00\"}", Encoding.ASCII.GetString(whole.AsSpan(0, HttpAnswer.Join(whole)!.Value)));
    }

    [Fact]
    public void Read_AnythingElse_IsNoAnswer() => Assert.Throws<InvalidDataException>(() => Read("SSH-2.0-x\r\n\r\n"));

    [Fact]
    public void One_AReceipt_IsAcknowledgedAndAProblemIsNot()
    {
        Assert.Equal(new Outcome(17, true, 200, null), Receipts.One(200, """{"reportId":"x","sequence":17,"status":"duplicate"}"""u8));
        Assert.True(Receipts.One(503, "{}"u8) is { IsAcknowledged: false, IsForNow: true });
        Assert.True(Receipts.One(422, "{}"u8) is { IsAcknowledged: false, IsForNow: false });
    }

    [Fact]
    public void Many_MixedOutcomes_AreInOrder()
    {
        var outcomes = Receipts.Many(200, """[{"sequence":1,"status":"recorded"},{"type":"urn:gridgrains:unavailable","status":503}]"""u8, 2);
        Assert.Equal((1, 503), (outcomes[0].Sequence, outcomes[1].Status));
    }

    [Fact]
    public void Refusal_TheHubsWords_IsTheProblemInThem() =>
        Assert.True(Receipts.Refusal("An unexpected error: {\"status\":429,\"retryAfter\":1}") is { Status: 429, IsForNow: true });

    private static HttpAnswer? Read(string text) => HttpAnswer.Read(Encoding.ASCII.GetBytes(text));
}
