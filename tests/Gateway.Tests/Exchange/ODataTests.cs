using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace GridGrains.Gateway.Tests;

public sealed class ODataTests : GatewayFacts
{
    private const string OData = Ledger + Town.Root + "/odata";

    private static readonly string[] All =
        [Town.Root, Town.Village, Town.Grid, Town.OtherGrid, "enping.shengtang.v01-b", "enping.shengtang.v02", "enping.shengtang.v02.g01"];

    [Fact]
    public async Task TheServiceDocument_LeadsToTheTable_WhichItsDescriptionDescribes()
    {
        var service = (await Gateway.GetAsync(OData)).IsOk();
        Assert.Equal("odata/Places", service.GetProperty("value")[0].GetProperty("url").GetString());
        var described = XDocument.Parse((await Gateway.GetAsync(OData + "/$metadata")).Text);
        XNamespace edm = "http://docs.oasis-open.org/odata/ns/edm";
        var properties = described.Descendants(edm + "Property").ToDictionary(p => (string)p.Attribute("Name")!, p => (string)p.Attribute("Type")!);
        Assert.Equal("id", (string?)described.Descendants(edm + "PropertyRef").Single().Attribute("Name"));
        Assert.All(properties.Keys, name => Assert.Matches("^[A-Za-z_][A-Za-z0-9_]*$", name));

        var answer = await Gateway.GetAsync(OData + "/Places");
        Assert.Equal("4.0", answer.Headers["OData-Version"]);
        var rows = answer.IsOk().GetProperty("value").EnumerateArray().ToArray();
        Assert.Equal(All, rows.Select(Id));
        Assert.All(rows, row => Assert.Equal(properties.Keys, row.EnumerateObject().Select(p => p.Name)));
        Assert.All(rows.SelectMany(row => row.EnumerateObject()), p => Assert.True(IsOf(properties[p.Name], p.Value), $"{p.Name} is {p.Value}"));
        Assert.Equal(("村2", 80, 10), (rows[5].GetProperty("name").GetString(), rows[5].GetProperty("expected_households").GetInt32(), rows[6].GetProperty("tests_sampled").GetInt32()));
    }

    [Theory]
    [InlineData("level eq 'grid'", Town.Grid, Town.OtherGrid, "enping.shengtang.v02.g01")]
    [InlineData("level eq 'grid' and version gt 1", Town.OtherGrid)]
    [InlineData("level eq 'town' or (level eq 'village' and not startswith(id,'enping.shengtang.v01'))", Town.Root, "enping.shengtang.v02")]
    [InlineData("contains(name,'乙') or endswith(id,'.g02')", Town.OtherGrid, "enping.shengtang.v01-b")]
    [InlineData("leaf eq true and nameEn ne null", Town.Grid)]
    [InlineData("tests_sampled ge 10 and tests_sampled le 10 and level ne 'grid' and expected_households lt 100", "enping.shengtang.v01-b", "enping.shengtang.v02")]
    [InlineData("name eq 'it''s nothing'")]
    public async Task AFilter_TakesTheRowsThatItSays(string filter, params string[] expected) =>
        Assert.Equal(expected, Rows(await Gateway.GetAsync(OData + "/Places?$filter=" + Uri.EscapeDataString(filter))).Select(Id));

    [Theory]
    [InlineData("sampled eq 1")]
    [InlineData("version eq '1'")]
    [InlineData("version")]
    [InlineData("version like 1")]
    [InlineData("(version eq 1")]
    [InlineData("version eq 1 version")]
    [InlineData("name eq 'x")]
    [InlineData("contains(version,'1')")]
    [InlineData("((((((((((((((((((((((version eq 1))))))))))))))))))))))")]
    public async Task AFilterThatIsNone_IsRefusedInASentence(string filter)
    {
        var problem = (await Gateway.GetAsync(OData + "/Places?$filter=" + Uri.EscapeDataString(filter))).IsProblem(422, "invalid");
        Assert.True(problem.GetProperty("errors").TryGetProperty("$filter", out _));
    }

    [Fact]
    public async Task SelectTopSkipAndCount_AreKeptTo()
    {
        var answer = (await Gateway.GetAsync(OData + "/Places?$select=name,id&$skip=2&$top=2&$count=true")).IsOk();
        Assert.Equal(All.Length, answer.GetProperty("@odata.count").GetInt32());
        var rows = answer.GetProperty("value").EnumerateArray().ToArray();
        Assert.Equal([Town.Grid, Town.OtherGrid], rows.Select(Id));
        Assert.Equal(["id", "name"], rows[0].EnumerateObject().Select(p => p.Name));
        Assert.False(answer.TryGetProperty("@odata.nextLink", out _));
        Assert.Empty(Rows(await Gateway.GetAsync(OData + "/Places?$top=0")));
        Assert.Empty(Rows(await Gateway.GetAsync(OData + "/Places?$skip=100")));
    }

    [Theory]
    [InlineData("$orderby=tests_sampled")]
    [InlineData("$expand=x")]
    [InlineData("$select=nothing")]
    [InlineData("$top=-1")]
    [InlineData("$count=yes")]
    [InlineData("$format=xml")]
    public async Task WhatIsNotThere_IsRefused(string query) => (await Gateway.GetAsync(OData + "/Places?" + query)).IsProblem(422, "invalid");

    [Fact]
    public async Task AsCsv_ItOpensInASpreadsheetWithItsNamesIntact()
    {
        var answer = await Gateway.GetAsync(OData + "/Places?$format=csv&$select=id,name,tests_sampled&$filter=level%20eq%20'grid'");
        Assert.Equal((200, "text/csv"), (answer.Status, answer.MediaType));
        Assert.Equal([0xEF, 0xBB, 0xBF], answer.Bytes[..3]);
        Assert.Equal(
            $"id,name,tests_sampled\r\n{Town.Grid},\"'=村1网格1\",10\r\n{Town.OtherGrid},村1网格2,10\r\nenping.shengtang.v02.g01,村2网格1,10\r\n",
            Encoding.UTF8.GetString(answer.Bytes[3..]));
        Assert.Equal(2, (await Gateway.GetAsync(OData + "/Places?$format=csv&$skip=1&$top=1")).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task WhoHasTheRolePublicOnly_GetsNoExactNumber() => (await Gateway.GetAsync(OData + "/Places", "public")).IsProblem(403, "forbidden");

    [Fact]
    public void NoTwoColumns_HaveOneName()
    {
        var columns = ODataColumn.Of(Town.Node(Town.Root));
        Assert.Equal(columns.Length, columns.DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase).Count());
    }

    private static bool IsOf(string type, JsonElement value) => (type, value.ValueKind) switch
    {
        ("Edm.Int64", JsonValueKind.Number) => value.TryGetInt64(out _),
        ("Edm.Boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("Edm.DateTimeOffset", JsonValueKind.String) => value.TryGetDateTimeOffset(out _),
        ("Edm.String", JsonValueKind.String or JsonValueKind.Null) => true,
        _ => false,
    };

    private static JsonElement[] Rows(Answer answer) => [.. answer.IsOk().GetProperty("value").EnumerateArray()];

    private static string? Id(JsonElement row) => row.GetProperty("id").GetString();
}
