namespace GridGrains.Cli.Tests;

public sealed class PaceTests
{
    private static readonly Problem Ahead = new(422, "observations[0].at is more than 10 minutes ahead of the server's time 2022-10-06T07:00:00Z", null);

    [Fact]
    public void LearnFrom_RefusalWithTheServersTime_WaitsFromThereOn()
    {
        var pace = new Pace(TimeProvider.System, speed: 120);
        var due = DateTimeOffset.Parse("2022-10-06T08:00:00Z", null);
        Assert.True(pace.UntilAsync(due, CancellationToken.None).IsCompletedSuccessfully);

        Assert.True(pace.LearnFrom(Ahead));
        Assert.False(pace.UntilAsync(due, TestContext.Current.CancellationToken).IsCompleted);
        Assert.True(pace.UntilAsync(due.AddHours(-1), CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public void LearnFrom_OtherRefusals_AreNotForIt()
    {
        var pace = new Pace(TimeProvider.System, speed: 120);
        Assert.False(pace.LearnFrom(Ahead with { Status = 409 }));
        Assert.False(pace.LearnFrom(Ahead with { Detail = "subject looks like an identity number" }));
    }

    [Fact]
    public void LearnFrom_AtMaxSpeed_IsARefusalLikeAnyOther() => Assert.False(Pace.Max(TimeProvider.System).LearnFrom(Ahead));
}
