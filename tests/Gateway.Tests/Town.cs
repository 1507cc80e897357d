using System.Collections.Immutable;

namespace GridGrains.Gateway.Tests;

/// <summary>A small city for facts: two counties, in one of them a town with two villages.</summary>
internal static class Town
{
    public const string Root = "enping.shengtang";
    public const string Village = "enping.shengtang.v01";
    public const string Grid = "enping.shengtang.v01.g01";
    public const string OtherGrid = "enping.shengtang.v01.g02";
    public const string Elsewhere = "jingde.jingyang.v01";
    public const string Round = "shengtang-test";
    public const string Drill = "shengtang-drill";
    public const string Closed = "shengtang-last";
    public const string Foreign = "jingde-watch";
    public const string Outbreak = "shengtang-outbreak";

    public static readonly DateTimeOffset CreatedAt = new(2022, 10, 6, 0, 0, 0, TimeSpan.Zero);

    public static CityImage Image { get; } = new(
        1,
        [
            At("enping", "county", "恩平市", "Enping"),
            At(Root, "town", "圣堂镇", "Shengtang"),
            At(Village, "village", "村1", null),
            At(Grid, "grid", "=村1网格1", "V1, grid 1", households: 104, residents: 371),
            At(OtherGrid, "grid", "村1网格2", null, households: 98, residents: 340),
            At("enping.shengtang.v01-b", "village", "村1乙", null),
            At("enping.shengtang.v02", "village", "村2", null) with { Attributes = Located },
            At("enping.shengtang.v02.g01", "grid", "村2网格1", null, households: 80, residents: 300),
            At("jingde", "county", "旌德县", null),
            At("jingde.jingyang", "town", "旌阳镇", null),
            At(Elsewhere, "village", "村1", null),
        ],
        [],
        [
            Campaign(Round, Root),
            Campaign(Drill, Root) with { Drill = new Drill(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), 1) },
            Campaign(Closed, Root) with { State = CampaignState.Closed },
            Campaign(Foreign, "jingde"),
        ]);

    /// <summary>A plan of two tasks: one that counts end, and one that stewards do.</summary>
    public static EmergencyPlan Plan { get; } = new(
        "outbreak", "疫情处置", "Outbreak", new("集合", "Muster"), 30, 24, ImmutableSortedDictionary<string, string>.Empty,
        [
            new("command", "指挥组", "Command", [
                new("muster", "集合", "Muster", 30, new("muster.present", "muster.called")),
                new("first-report", "首次报告", "First report", 120),
            ]),
        ]);

    public static ImmutableSortedDictionary<string, long> Located =>
        ImmutableSortedDictionary<string, long>.Empty.Add(Place.Code, 440785101201).Add(Place.Longitude, 112_305_123).Add(Place.Latitude, 22_182_456);

    public static City City { get; } = new(Image);

    public static Campaign Campaign(string id, string root) => new(
        id, CampaignKind.Round, "全员核酸筛查", "Everybody tested", PlaceId.Parse(root), CreatedAt, null, CampaignState.Open,
        ImmutableSortedDictionary<string, string>.Empty.Add("tests.sampled", "residents"), null, CreatedAt);

    public static PlaceNode Node(string id)
    {
        Assert.True(City.TryGetPlace(PlaceId.Parse(id), out var node));
        return node;
    }

    public static PlaceCounts Counts(string place, long version, params (string Count, long Value)[] counts)
    {
        var values = new long[Catalogue.Current.Counts.Length];
        foreach (var (code, value) in counts)
        {
            Assert.True(Catalogue.Current.TryGetCount(code, out var count));
            values[count.Index] = value;
        }
        return new PlaceCounts(PlaceId.Parse(place), version, CreatedAt.UtcDateTime, CountVector.Copy(values));
    }

    private static Place At(string id, string level, string name, string? nameEn, long households = 0, long residents = 0)
    {
        var attributes = ImmutableSortedDictionary<string, long>.Empty;
        if (households > 0)
            attributes = attributes.Add("households", households).Add("residents", residents);
        return new Place(PlaceId.Parse(id), level, name, nameEn, attributes);
    }
}
