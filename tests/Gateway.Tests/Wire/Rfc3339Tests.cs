using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace GridGrains.Gateway.Tests;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2022-10-06T09:12:31Z", "2022-10-06T09:12:31Z")]
    [InlineData("2022-10-06t09:12:31z", "2022-10-06T09:12:31Z")]
    [InlineData("2022-10-06T17:12:31+08:00", "2022-10-06T09:12:31Z")]
    [InlineData("2022-10-06T04:12:31.25-05:00", "2022-10-06T09:12:31.25Z")]
    [InlineData("2022-10-06T09:12:31.123456789Z", "2022-10-06T09:12:31.1234567Z")]
    [InlineData("2024-02-29T00:00:00-00:00", "2024-02-29T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z")]
    public void TryParse_ATimeWithOffset_IsThatMomentInUtc(string text, string expected)
    {
        Assert.True(Rfc3339.TryParse(text, out var utc));
        Assert.Equal((DateTimeKind.Utc, expected), (utc.Kind, Rfc3339.Write(utc)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2022-10-06")]
    [InlineData("2022-10-06T09:12:31")]
    [InlineData("2022-10-06 09:12:31Z")]
    [InlineData("2022-10-06T09:12Z")]
    [InlineData("2022-10-06T09:12:31.Z")]
    [InlineData("2022-10-06T09:12:31.5")]
    [InlineData("2022-10-06T09:12:31+0800")]
    [InlineData("2022-10-06T09:12:31+08:00Z")]
    [InlineData("2022-10-06T24:00:00Z")]
    [InlineData("2022-10-06T09:12:60Z")]
    [InlineData("2023-02-29T00:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("２０22-10-06T09:12:31Z")]
    [InlineData("+022-10-06T09:12:31Z")]
    public void TryParse_AnythingElse_IsNoTime(string text) => Assert.False(Rfc3339.TryParse(text, out _));

    [Fact]
    public void TryParse_WhatTheFrameworkWrites_IsTheSameMoment() => Prop.ForAll<DateTime, int>((time, minutes) =>
    {
        var offset = TimeSpan.FromMinutes(minutes % 840);
        var local = new DateTimeOffset(DateTime.SpecifyKind(time.AddYears(2000 - time.Year), DateTimeKind.Unspecified), offset);
        return Rfc3339.TryParse(local.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture), out var utc) && utc == local.UtcDateTime;
    }).QuickCheckThrowOnFailure();
}
