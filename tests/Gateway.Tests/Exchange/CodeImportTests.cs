using System.Collections.Immutable;

namespace GridGrains.Gateway.Tests;

public sealed class CodeImportTests : GatewayFacts
{
    private const string Address = "/api/places/codes";

    [Fact]
    public async Task ARegister_BecomesATree_ByItsCodesAlone()
    {
        var answer = (await PutAsync(
            """
            code,name,name_en,households
            440700,江门市,Jiangmen,
            440785,恩平市,Enping,
            440785101,圣堂镇,Shengtang,
            440785101201,村1,,
            440785101201007,村1网格7,Grid 7,104
            441900003,东城街道,Dongcheng,
            """,
            place: "440700", wide: true)).IsProblem(422, "invalid");
        Assert.Contains("'441900003' has no place to be below: none with the code 441900", answer.GetProperty("errors").GetProperty("rows[6].code")[0].GetString(), StringComparison.Ordinal);

        (await PutAsync("code,name,name_en,households\n440700,江门市,Jiangmen,\n440785,恩平市,Enping,\n440785101,圣堂镇,Shengtang,\n440785101201,村1,,\n440785101201007,村1网格7,Grid 7,104\n", place: "440700")).IsOk();
        var places = Gateway.City.Image.Places.Where(p => p.Id.Value.StartsWith("440700", StringComparison.Ordinal)).OrderBy(p => p.Id.Value, StringComparer.Ordinal).ToArray();
        Assert.Equal(
            [("440700", "city"), ("440700.c85", "county"), ("440700.c85.t101", "town"), ("440700.c85.t101.v201", "village"), ("440700.c85.t101.v201.g007", "grid")],
            places.Select(p => (p.Id.Value, p.Level)));
        Assert.Equal(440785101201007, places[^1].Attributes[Place.Code]);
        Assert.Equal(("村1网格7", "Grid 7", 104), (places[^1].Name, places[^1].NameEn, places[^1].Attributes["households"]));
    }

    [Fact]
    public async Task APlaceThatHasTheCode_IsThatPlace_AndKeepsItsIdAndWhatTheFileDoesNotSay()
    {
        (await PutAsync("code,name,residents\n440785101201,村二,900\n440785101201001,网格,300\n")).IsOk();
        var village = Gateway.City.Image.Places.Single(p => p.Id.Value == "enping.shengtang.v02");
        Assert.Equal(("村二", "village", 900), (village.Name, village.Level, village.Attributes["residents"]));
        Assert.Equal(Town.Located[Place.Longitude], village.Attributes[Place.Longitude]);
        Assert.Contains(Gateway.City.Image.Places, p => p.Id.Value == "enping.shengtang.v02.g001" && p.Level == "grid");
    }

    [Fact]
    public async Task CountiesWithoutAPrefecture_ComeBelowThePlaceThatIsNamed()
    {
        (await PutAsync("code,name\n341825,旌德县\n", query: "?under=jingde", place: "jingde")).IsOk();
        Assert.Contains(Gateway.City.Image.Places, p => p.Id.Value == "jingde.341825" && p.Level == "county");
        (await PutAsync("code,name\n341825,旌德县\n", query: "?under=jingde")).IsProblem(403, "forbidden");
        (await PutAsync("code,name\n341825,旌德县\n", query: "?under=Jing%20de")).IsProblem(422, "invalid");
    }

    [Fact]
    public async Task WhatIsElsewhere_IsNotLookedAt()
    {
        var problem = (await PutAsync("code,name\n440785101201002,网格\n", place: Town.Village)).IsProblem(422, "invalid");
        Assert.Contains("none with the code 440785101201 is in your part of the tree", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("44078", "(line 2) is '44078', which is no code: 6 digits")]
    [InlineData("4407851O1", "is '4407851O1', which is no code")]
    [InlineData("4.40785E+14", "a spreadsheet has rounded the code")]
    [InlineData("990785", "99 is no province")]
    [InlineData("440000", "is a province")]
    [InlineData("440785000", "whose town is 000")]
    [InlineData("440785101000", "whose village is 000")]
    [InlineData("440785101201000", "whose grid is 000")]
    [InlineData("", "(line 2) is missing")]
    public async Task ABadCode_IsNamedWithItsLineAndValue(string code, string message)
    {
        var problem = (await PutAsync($"code,name\n{code},x\n")).IsProblem(422, "invalid");
        Assert.Contains(message, problem.GetProperty("errors").GetProperty("rows[1].code")[0].GetString(), StringComparison.Ordinal);
        Assert.Null(Gateway.City.Imported);
    }

    [Fact]
    public async Task WhatIsNoCsv_IsNotRead() =>
        (await Gateway.SendAsync(HttpMethod.Put, Address, TestGateway.Token("steward", Town.Root), TestGateway.Json("[]"))).IsProblem(415, "media-type");

    [Fact]
    public void NoCodeAndNoPosition_IsSummed()
    {
        var town = Town.Node(Town.Root);
        Assert.Equal(["households", "residents"], town.Expected.Keys.Order());
        Assert.Equal(ImmutableArray.Create<long>(282, 1011), [town.Expected["households"], town.Expected["residents"]]);
    }

    private Task<Answer> PutAsync(string csv, string query = "", string place = Town.Root, bool wide = false) => Gateway.SendAsync(
        HttpMethod.Put, Address + query, TestGateway.Token("steward", place, t => t.Claims["place"] = wide ? new[] { place, "440785" } : [place]), TestGateway.Csv(csv));
}
