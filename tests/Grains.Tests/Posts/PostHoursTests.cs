using System.Globalization;
using Xunit;

namespace GridGrains.Grains.Tests.Posts;

public sealed class PostHoursTests
{
    [Theory]
    [InlineData("07:30-21:00", "07:29", false)]
    [InlineData("07:30-21:00", "07:30", true)]
    [InlineData("07:30-21:00", "20:59", true)]
    [InlineData("07:30-21:00", "21:00", false)]
    [InlineData("22:00-06:00", "21:59", false)]
    [InlineData("22:00-06:00", "22:00", true)]
    [InlineData("22:00-06:00", "00:00", true)]
    [InlineData("22:00-06:00", "05:59", true)]
    [InlineData("22:00-06:00", "06:00", false)]
    [InlineData("00:00-24:00", "00:00", true)]
    [InlineData("00:00-24:00", "23:59", true)]
    [InlineData("08:00-08:00", "07:59", true)]
    [InlineData("18:00-24:00", "23:59", true)]
    [InlineData("18:00-24:00", "00:00", false)]
    public void IsOpenAt_ATimeOfTheDay(string hours, string at, bool open) => Assert.Equal(open, PostHours.Parse(hours).IsOpenAt(Local(6, at)));

    [Theory]
    [InlineData("07:30-21:00", "12:00", "6 07:30", "6 21:00")]
    [InlineData("22:00-06:00", "23:00", "6 22:00", "7 06:00")]
    [InlineData("22:00-06:00", "01:00", "5 22:00", "6 06:00")]
    [InlineData("18:00-24:00", "20:00", "6 18:00", "7 00:00")]
    public void WhileOpen_OpenedAndCloses(string hours, string at, string opened, string closes)
    {
        var read = PostHours.Parse(hours);
        Assert.Equal((Local(opened), Local(closes)), (read.OpenedAt(Local(6, at)), read.ChangesAt(Local(6, at))));
    }

    [Theory]
    [InlineData("07:30-21:00", "05:00", "6 07:30")]
    [InlineData("07:30-21:00", "21:00", "7 07:30")]
    [InlineData("22:00-06:00", "06:00", "6 22:00")]
    public void WhileClosed_Opens(string hours, string at, string opens) => Assert.Equal(Local(opens), PostHours.Parse(hours).ChangesAt(Local(6, at)));

    [Fact]
    public void RoundTheClock_NeverChanges() => Assert.Equal(DateTime.MaxValue, PostHours.Parse("00:00-24:00").ChangesAt(Local(6, "12:00")));

    private static DateTime Local(string dayAndTime) => Local(int.Parse(dayAndTime.Split(' ')[0], CultureInfo.InvariantCulture), dayAndTime.Split(' ')[1]);

    private static DateTime Local(int day, string time) =>
        new DateTime(2022, 10, day, 0, 0, 0, DateTimeKind.Unspecified) + TimeSpan.Parse(time, CultureInfo.InvariantCulture);
}
