using GridGrains.Journal;
using Xunit;

namespace GridGrains.Grains.Tests.Journal;

public sealed class FingerprintTests
{
    private static readonly byte[] Body = Payload.Encode([Facts.Sampled("T1", 10)]);
    private static readonly byte[] OtherBody = Payload.Encode([Facts.Sampled("T1", 11)]);

    [Fact]
    public void IsOf_TheSameReport_Passes() => Assert.True(new Fingerprint(Body, "phone-1").IsOf(new Fingerprint(Body, "phone-1").Value));

    [Fact]
    public void IsOf_AnotherBodyOrAnotherReporter_DoesNot()
    {
        var known = new Fingerprint(Body, "phone-1").Value;
        Assert.False(new Fingerprint(OtherBody, "phone-1").IsOf(known));
        Assert.False(new Fingerprint(Body, "phone-2").IsOf(known));
    }

    [Fact]
    public void IsOf_APurgedEntry_PassesAnyBodyOfItsReporterAndNobodyElses()
    {
        var known = Fingerprint.Of(Entry("phone-1", []));
        Assert.True(new Fingerprint(Body, "phone-1").IsOf(known));
        Assert.True(new Fingerprint(OtherBody, "phone-1").IsOf(known));
        Assert.False(new Fingerprint(Body, "phone-2").IsOf(known));
    }

    [Fact]
    public void IsOf_AZeroReport_IsNotTakenForAPurgedEntry() =>
        Assert.False(new Fingerprint(Body, "phone-1").IsOf(Fingerprint.Of(Entry("phone-1", Payload.Encode([])))));

    [Fact]
    public void Of_AnEntry_IsThatOfItsReport() => Assert.Equal(new Fingerprint(Body, "电话").Value, Fingerprint.Of(Entry("电话", Body)));

    private static JournalEntry Entry(string reporter, byte[] payload) => new(Facts.Leaf, 1, Guid.NewGuid(), reporter, Facts.Start, payload);
}
