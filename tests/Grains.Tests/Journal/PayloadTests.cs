using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GridGrains.Journal;
using Xunit;

namespace GridGrains.Grains.Tests.Journal;

public sealed class PayloadTests
{
    [Fact]
    public void Decode_OfEncoded_GivesTheSameObservations() =>
        Prop.ForAll(Facts.Reports.ToArbitrary(), report =>
            Payload.Decode(Payload.Encode(report.Observations)).SequenceEqual(report.Observations)).QuickCheckThrowOnFailure();

    [Fact]
    public void Encode_IsReadableJson() =>
        Assert.Equal(
            """[{"series":"tests.sampled","subject":"T1","value":10,"at":"2022-10-06T00:00:00Z","post":"site-1"}]""",
            Encoding.UTF8.GetString(Payload.Encode([Facts.Sampled("T1", 10) with { Post = "site-1" }])));

    [Fact]
    public void Encode_FractionsOfASecond_AreKeptTo100Nanoseconds()
    {
        var observation = Facts.Sampled("T1", 10) with { At = Facts.Start.AddTicks(1234567) };
        Assert.Equal(observation, Assert.Single(Payload.Decode(Payload.Encode([observation]))));
    }
}
