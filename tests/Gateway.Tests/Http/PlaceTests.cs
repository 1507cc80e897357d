using System.Text.Json;

namespace GridGrains.Gateway.Tests;

public sealed class PlaceTests : GatewayFacts
{
    [Fact]
    public async Task Places_OfASubtree_HaveTheShapeOfTheContract()
    {
        var places = await PlacesAsync("/api/places?root=" + Town.Village);
        Assert.Equal(
            $$$"""{"id":"{{{Town.Grid}}}","parent":"{{{Town.Village}}}","level":"grid","name":"=村1网格1","nameEn":"V1, grid 1","leaf":true,"attributes":{"households":104,"residents":371}}""",
            places[1].GetRawText());
        Assert.False(places[0].GetProperty("leaf").GetBoolean());
    }

    [Fact]
    public async Task Places_WithoutARoot_AreTheCallersSubtrees()
    {
        Assert.Equal(8, (await PlacesAsync("/api/places", "enping")).Length);
        Assert.Equal([Town.Village, Town.Grid, Town.OtherGrid], (await PlacesAsync("/api/places", Town.Village)).Select(Id));
    }

    [Fact]
    public async Task Places_ToADepth_EndThere() =>
        Assert.Equal([Town.Root, Town.Village, "enping.shengtang.v01-b", "enping.shengtang.v02"], (await PlacesAsync($"/api/places?root={Town.Root}&depth=1")).Select(Id));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Places_PageByPage_AreAllPlacesOnceParentsFirst(int limit)
    {
        var all = (await PlacesAsync("/api/places", "enping")).Select(Id).ToArray();
        var paged = new List<string>();
        for (string? next = ""; next is not null;)
        {
            var page = (await Gateway.GetAsync($"/api/places?limit={limit}&after={next}", place: "enping")).IsOk();
            Assert.InRange(page.GetProperty("places").GetArrayLength(), 1, limit);
            paged.AddRange(page.GetProperty("places").EnumerateArray().Select(Id));
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
        }
        Assert.Equal(all, paged);
        Assert.All(paged, id => Assert.True(id == "enping" || paged.IndexOf(id[..id.LastIndexOf('.')]) < paged.IndexOf(id)));
    }

    [Theory]
    [InlineData("?root=jingde", 403)]
    [InlineData("?root=jingde.nowhere", 403)]
    [InlineData("?root=enping.shengtang.nowhere", 404)]
    [InlineData("?limit=501", 422)]
    [InlineData("?depth=-1", 422)]
    [InlineData("?after=No%20Place", 422)]
    public async Task Places_OfWhatMayNotBe_AreRefused(string query, int status) => Assert.Equal(status, (await Gateway.GetAsync("/api/places" + query)).Status);

    [Fact]
    public async Task Import_Csv_AddsPlacesAndTheyAreThereAtOnce()
    {
        var answer = (await Gateway.PutAsync("/api/places", TestGateway.Csv("id,level,name,name_en,households\nenping.shengtang.v03,village,村3,V3,12\n"))).IsOk();
        Assert.Equal("""{"dryRun":false,"version":2,"added":1,"changed":0,"unchanged":0}""", answer.GetRawText());
        Assert.Equal((1, false, "phone-1"), Gateway.City.Imported);
        (await Gateway.GetAsync(Ledger + "enping.shengtang.v03")).IsOk();
    }

    [Fact]
    public async Task Import_DryRun_ChangesNothing()
    {
        var answer = (await Gateway.PutAsync("/api/places?dryRun=true", TestGateway.Csv("id,level,name\nenping.shengtang.v03,village,村3\n"))).IsOk();
        Assert.True(answer.GetProperty("dryRun").GetBoolean());
        Assert.Equal((1, true, "phone-1"), Gateway.City.Imported);
    }

    [Fact]
    public async Task Import_Json_IsTakenAsItIsGiven()
    {
        var given = (await Gateway.GetAsync("/api/places?root=" + Town.Village)).IsOk().GetProperty("places").GetRawText();
        (await Gateway.PutAsync("/api/places", TestGateway.Json(given))).IsOk();
        Assert.Equal(3, Gateway.City.Imported!.Value.Rows);
    }

    [Theory]
    [InlineData("""[{ "id": "enping.shengtang.v03", "level": "village", "name": "x", "extra": 1 }]""", "[0].extra")]
    [InlineData("""[{ "id": "enping.shengtang.v03", "level": "village", "name": "x", "name": "y" }]""", "[0].name")]
    [InlineData("""[{ "id": 3, "level": "village", "name": "x" }]""", "[0].id")]
    [InlineData("""{ "id": "enping.shengtang.v03" }""", null)]
    [InlineData("[", null)]
    [InlineData("null", null)]
    public async Task Import_JsonNotOfTheShape_IsMalformedAndNamesTheMember(string json, string? member)
    {
        var problem = (await Gateway.PutAsync("/api/places", TestGateway.Json(json))).IsProblem(400, "malformed");
        if (member is not null)
            Assert.Equal([member], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        Assert.Null(Gateway.City.Imported);
    }

    [Fact]
    public async Task Import_ABadRow_ImportsNothingAndNamesTheRow()
    {
        var problem = (await Gateway.PutAsync("/api/places", TestGateway.Csv(
            "id,level,name,households\nenping.shengtang.v03,village,村3,1\nenping.shengtang.V4,village,村4,1\nenping.shengtang.v05,village,,-1\n"))).IsProblem(422, "invalid");
        Assert.Equal(["rows[2].id", "rows[3].households", "rows[3].name"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        Assert.Null(Gateway.City.Imported);
    }

    [Fact]
    public async Task Import_ARowThatTheCityRefuses_IsNamed()
    {
        Gateway.City.Errors = [new ImportError(1, "parent", "is not there")];
        var problem = (await Gateway.PutAsync("/api/places", TestGateway.Csv("id,level,name\nenping.shengtang.v03.g1,grid,x\n"))).IsProblem(422, "invalid");
        Assert.Equal("is not there", problem.GetProperty("errors").GetProperty("rows[1].parent")[0].GetString());
    }

    [Fact]
    public async Task Import_ARowOutsideTheSubtree_ImportsNothing()
    {
        (await Gateway.PutAsync("/api/places", TestGateway.Csv("id,level,name\nenping.shengtang.v03,village,x\njingde.v,village,x\n"))).IsProblem(403, "forbidden");
        Assert.Null(Gateway.City.Imported);
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("reporter")]
    public async Task Import_ByWhoIsNoSteward_IsForbidden(string role) =>
        (await Gateway.PutAsync("/api/places", TestGateway.Csv("not even a file"), role)).IsProblem(403, "forbidden");

    [Fact]
    public async Task Import_AnotherCharset_IsRefused()
    {
        using var body = new ByteArrayContent([1]);
        body.Headers.TryAddWithoutValidation("Content-Type", "text/csv; charset=gbk");
        (await Gateway.PutAsync("/api/places", body)).IsProblem(415, "media-type");
    }

    [Fact]
    public async Task ImportPosts_CsvAndJson()
    {
        (await Gateway.PutAsync("/api/posts", TestGateway.Csv($"id,place,kind,name,requires,hours\nsite-01,{Town.Grid},sampling-site,采样点1,cadre:1,07:30-21:00\n"))).IsOk();
        (await Gateway.PutAsync("/api/posts", TestGateway.Json($$"""[{ "id": "site-01", "place": "{{Town.Grid}}", "kind": "gate", "name": "门" }]"""))).IsOk();
        (await Gateway.PutAsync("/api/posts", TestGateway.Json($$"""[{ "id": "site-01", "place": "{{Town.Elsewhere}}", "kind": "gate", "name": "门" }]"""))).IsProblem(403, "forbidden");
    }

    private async Task<JsonElement[]> PlacesAsync(string path, string place = Town.Root) =>
        [.. (await Gateway.GetAsync(path, place: place)).IsOk().GetProperty("places").EnumerateArray()];

    private static string Id(JsonElement place) => place.GetProperty("id").GetString()!;
}
