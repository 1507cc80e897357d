using System.Text;
using System.Text.Json;

namespace GridGrains.Gateway.Tests;

public sealed class SnapshotWriterTests
{
    [Fact]
    public void Write_AnArea_HasTheShapeOfTheContract()
    {
        var counts = Town.Counts(Town.Village, 29, ("tests.sampled", 238), ("households.canvassed", 3)) with
        {
            ChildrenExpected = 3,
            ChildrenHeard = 2,
            Alerts = new AlertTally(1, 2),
        };
        Assert.Equal(
            """{"campaign":"c","place":"enping.shengtang.v01","level":"village","name":"村1","version":29,"asOf":"2022-10-06T00:00:00Z","counts":{"households.canvassed":3,"tests.sampled":238},"expected":{"households":202,"residents":711,"places":{"grid":2}},"children":{"expected":3,"heard":2},"alerts":{"critical":1,"warning":2}}""",
            Text(Town.Node(Town.Village), counts));
    }

    [Fact]
    public void Write_WhatTheShapeReads_IsWrittenTheSameAgain()
    {
        var text = Text(Town.Node(Town.Grid), Town.Counts(Town.Grid, 1L << 52, ("tests.sampled", 1)));
        var read = JsonSerializer.Deserialize(text, WireJson.Default.Snapshot)!;
        Assert.Equal((1L << 52, "V1, grid 1"), (read.Version, read.NameEn));
        Assert.True(JsonElement.DeepEquals(
            JsonSerializer.Deserialize<JsonElement>(text), JsonSerializer.SerializeToElement(read, WireJson.Default.Snapshot)));
    }

    // Town's rounds open at 00:00 and 711 residents are to be sampled in the village.
    [Theory]
    [InlineData(2, 238, 138, """{"tests.sampled":{"target":711,"remaining":473,"coverage":33.4,"perHour":100,"finish":"2022-10-06T05:58:29Z"}}""")] // 119 an hour since the opening
    [InlineData(30, 238, 138, """{"tests.sampled":{"target":711,"remaining":473,"coverage":33.4,"perHour":100,"finish":"2022-10-09T05:41:50Z"}}""", 0)] // 238 in the last 24 hours
    [InlineData(0.5, 100, 0, """{"tests.sampled":{"target":711,"remaining":611,"coverage":14,"perHour":200,"finish":"2022-10-06T03:33:18Z"}}""")]
    [InlineData(0.05, 100, 0, """{"tests.sampled":{"target":711,"remaining":611,"coverage":14}}""")] // three minutes tell no pace
    [InlineData(2, 238, 238, """{"tests.sampled":{"target":711,"remaining":473,"coverage":33.4,"perHour":0}}""", 238)] // never, at that pace
    [InlineData(2, 238, -1, """{"tests.sampled":{"target":711,"remaining":473,"coverage":33.4}}""")]
    [InlineData(2, 800, 790, """{"tests.sampled":{"target":711,"remaining":0,"coverage":112.5,"perHour":10}}""")]
    public void Write_APlaceWithATarget_SaysWhatRemainsAndWhenThatWouldBeDone(double hour, long sampled, long hourBefore, string targets, long dayBefore = 0)
    {
        var counts = Town.Counts(Town.Village, 29, ("tests.sampled", sampled)) with
        {
            AsOf = Town.CreatedAt.UtcDateTime.AddHours(hour),
            HourBefore = [hourBefore],
            DayBefore = [dayBefore],
        };
        using var json = JsonDocument.Parse(Text(Town.Node(Town.Village), counts, Town.Campaign(Town.Round, Town.Root)));
        Assert.Equal(targets, json.RootElement.GetProperty("targets").GetRawText());
    }

    [Fact]
    public void Write_APlaceThatNeverReported_InADrillThatRunsFast_HasItsTargetsAndNoPace()
    {
        var drill = Town.Campaign(Town.Round, Town.Root) with { Drill = new Drill(Town.CreatedAt, 86_400) };
        using var json = JsonDocument.Parse(Text(Town.Node(Town.Village), Town.Counts(Town.Village, 0) with { AsOf = DateTime.UnixEpoch }, drill));
        Assert.Equal("""{"target":711,"remaining":711,"coverage":0}""", json.RootElement.GetProperty("targets").GetProperty("tests.sampled").GetRawText());
    }

    [Fact]
    public void Write_APlaceWithNothingToDo_HasNoTargets() => Assert.DoesNotContain(
        "targets", Text(Town.Node("enping.shengtang.desk"), Town.Counts("enping.shengtang.desk", 1), Town.Campaign(Town.Round, Town.Root)), StringComparison.Ordinal);

    [Fact]
    public void Write_ADesk_HasNothingExpected()
    {
        var text = Text(Town.Node("enping.shengtang.desk"), Town.Counts("enping.shengtang.desk", 1));
        Assert.Contains("\"level\":\"desk\",\"name\":\"圣堂镇\"", text, StringComparison.Ordinal);
        Assert.Contains("\"expected\":{\"places\":{}}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_APlaceThatTheTreeNoLongerHas_IsNamedByItsId() =>
        Assert.Contains("\"level\":\"\",\"name\":\"a.b\"", Text(null, Town.Counts("a.b", 1)), StringComparison.Ordinal);

    [Fact]
    public void Write_CountsOfANewerCatalogue_AreLeftOut()
    {
        var counts = new PlaceCounts(PlaceId.Parse("a"), 1, DateTime.UnixEpoch, CountVector.Copy(Enumerable.Repeat(1L, 1000).ToArray()));
        using var json = JsonDocument.Parse(Text(null, counts));
        Assert.Equal(Catalogue.Current.Counts.Length, json.RootElement.GetProperty("counts").EnumerateObject().Count());
    }

    [Fact]
    public void Write_AReceipt_HasTheShapeOfTheContract()
    {
        var receipt = new Receipt(Guid.Parse("0199b1c2-5d1e-7a44-9c55-3f0a6f1b2c3d"), PlaceId.Parse("a.b"), 17, ReportStatus.Duplicate, 9, 1);
        Assert.Equal(
            """{"reportId":"0199b1c2-5d1e-7a44-9c55-3f0a6f1b2c3d","place":"a.b","sequence":17,"status":"duplicate","applied":9,"superseded":1}""",
            Encoding.UTF8.GetString(JsonBytes.Of(receipt, static (json, r) => ReceiptWriter.Write(json, r))));
    }

    [Fact]
    public void Of_WritingWithinWriting_KeepsTheTwoApart()
    {
        var outer = JsonBytes.Of(0, static (json, _) =>
        {
            json.WriteStartArray();
            json.WriteStringValue(Encoding.UTF8.GetString(JsonBytes.Of(1, static (inner, n) => inner.WriteNumberValue(n))));
            json.WriteEndArray();
        });
        Assert.Equal("""["1"]""", Encoding.UTF8.GetString(outer));
    }

    private static string Text(PlaceNode? place, PlaceCounts counts, Campaign? terms = null) => Encoding.UTF8.GetString(SnapshotWriter.ToBytes("c", terms, place, counts));
}
