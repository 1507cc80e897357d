using System.Text.Json;

namespace GridGrains.Gateway.Tests;

public sealed class MapTests : GatewayFacts
{
    private const string Map = Ledger + Town.Root + "/places.geojson";

    [Fact]
    public async Task EveryPlace_IsAFeature_WithItsPositionWhereThatIsKnown()
    {
        var answer = await Gateway.GetAsync(Map);
        Assert.Equal((200, "application/geo+json"), (answer.Status, answer.MediaType));
        var features = Features(answer.Json);
        Assert.Equal(7, features.Length);
        var located = Assert.Single(features, feature => feature.GetProperty("geometry").ValueKind != JsonValueKind.Null);
        Assert.Equal("enping.shengtang.v02", located.GetProperty("id").GetString());
        Assert.Equal([112.305123, 22.182456], located.GetProperty("geometry").GetProperty("coordinates").EnumerateArray().Select(c => c.GetDouble()));
        var properties = features[2].GetProperty("properties");
        Assert.Equal(
            ("=村1网格1", "grid", Town.Village, 1, 10),
            (properties.GetProperty("name").GetString(), properties.GetProperty("level").GetString(), properties.GetProperty("parent").GetString(),
                properties.GetProperty("version").GetInt32(), properties.GetProperty("counts").GetProperty("tests.sampled").GetInt32()));
    }

    [Fact]
    public async Task LevelAndDepth_NarrowIt()
    {
        Assert.Equal(3, Features((await Gateway.GetAsync(Map + "?level=grid")).Json).Length);
        Assert.Equal(4, Features((await Gateway.GetAsync(Map + "?depth=1")).Json).Length);
        (await Gateway.GetAsync(Map + "?level=planet")).IsProblem(422, "invalid");
    }

    [Fact]
    public async Task WhoHasTheRolePublicOnly_GetsAreasInTens()
    {
        var answer = await Gateway.GetAsync(Map, "public");
        var features = Features(answer.IsOk());
        Assert.Equal([Town.Root, Town.Village, "enping.shengtang.v02"], features.Select(feature => feature.GetProperty("id").GetString()));
        var village = features[1].GetProperty("properties");
        Assert.Equal((120, 10), (village.GetProperty("counts").GetProperty("tests.sampled").GetInt32(), village.GetProperty("margin").GetInt32()));
        Assert.All(
            village.GetProperty("counts").EnumerateObject().Where(count => count.Name != "tests.sampled"), count => Assert.Equal("<10", count.Value.GetString()));
        (await Gateway.GetAsync(Ledger + Town.Grid + "/places.geojson", "public")).IsProblem(403, "forbidden");
    }

    // What RFC 7946 asks of a collection of features: sections 3.1 to 3.3.
    private static JsonElement[] Features(JsonElement json)
    {
        Assert.Equal("FeatureCollection", json.GetProperty("type").GetString());
        var features = json.GetProperty("features").EnumerateArray().ToArray();
        Assert.All(features, feature =>
        {
            Assert.Equal("Feature", feature.GetProperty("type").GetString());
            Assert.Equal(JsonValueKind.Object, feature.GetProperty("properties").ValueKind);
            Assert.Equal(JsonValueKind.String, feature.GetProperty("id").ValueKind);
            if (feature.GetProperty("geometry") is { ValueKind: not JsonValueKind.Null } geometry)
            {
                Assert.Equal("Point", geometry.GetProperty("type").GetString());
                var position = geometry.GetProperty("coordinates").EnumerateArray().Select(c => c.GetDouble()).ToArray();
                Assert.Equal(2, position.Length);
                Assert.True(position[0] is >= -180 and <= 180 && position[1] is >= -90 and <= 90);
            }
        });
        Assert.Equal(features.Length, features.DistinctBy(feature => feature.GetProperty("id").GetString()).Count());
        return features;
    }
}
