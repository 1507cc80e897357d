using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace GridGrains.Gateway.Tests;

public sealed class ImportRowsTests
{
    [Fact]
    public void FromCsv_AScenariosFile_HasNamesAndAttributes()
    {
        var (rows, problem) = Places("\uFEFFid,level,name,name_en,households,residents,grid_heads\r\na,county,恩平市,Enping,,,\r\na.b,town,\"圣,堂\",,104,371,\r\n");
        Assert.Null(problem);
        var errors = new MemberErrors();
        var places = rows.Select((row, i) => PlaceRows.Check(i + 1, row, errors)!).ToArray();
        Assert.True(errors.IsEmpty);
        Assert.Equal(["恩平市", "圣,堂"], places.Select(p => p.Name));
        Assert.Equal(["Enping", null], places.Select(p => p.NameEn));
        Assert.Empty(places[0].Attributes);
        Assert.Equal([("households", 104L), ("residents", 371L)], places[1].Attributes.Select(a => (a.Key, a.Value)));
    }

    [Theory]
    [InlineData("", "header")]
    [InlineData("level,name\n", "header")]
    [InlineData("id,id,level,name\n", "header")]
    [InlineData("id,level,name\na,town,n\nb,town\n", "rows[2]")]
    [InlineData("id,level,name\na,town,n,x\n", "rows[1]")]
    [InlineData("id,level,name\na,town,\"n\n", "rows[1]")]
    [InlineData("id,level,name\na,town,n\"x\n", "rows[1]")]
    [InlineData("id,level,name,households\na,town,n,12a\n", "rows[1].households")]
    public void FromCsv_ABadFile_NamesTheRow(string csv, string member)
    {
        var (_, problem) = Places(csv);
        Assert.Equal(422, problem?.Status);
        Assert.Contains(member, problem!.Errors!.Keys);
    }

    [Fact]
    public void FromCsv_NotUtf8_IsMalformed() => Assert.Equal(400, PlaceRows.FromCsv([0xFF, 0xFE]).Problem?.Status);

    [Theory]
    [InlineData(null, "town", "n", null, "id")]
    [InlineData("A", "town", "n", null, "id")]
    [InlineData("a.b", "", "n", null, "level")]
    [InlineData("a.b", "town", " ", null, "name")]
    [InlineData("a.b", "town", "n", "b", "parent")]
    [InlineData("a", "town", "n", "b", "parent")]
    [InlineData("a.b", "town", "call 13812345678", null, "name")]
    public void Check_ABadPlace_NamesTheMember(string? id, string? level, string? name, string? parent, string member) =>
        AssertRefused(new PlaceBody(id, parent, level, name, null, null, null), member);

    [Theory]
    [InlineData("households", -1)]
    [InlineData("households", 1.5)]
    [InlineData("places", 1)]
    [InlineData("Households", 1)]
    [InlineData("", 1)]
    public void Check_ABadAttribute_NamesIt(string attribute, double value) =>
        AssertRefused(new PlaceBody("a", null, "town", "n", null, null, new Dictionary<string, decimal> { [attribute] = (decimal)value }), attribute);

    [Fact]
    public void Check_APlaceWithWhatTheServiceKnowsItself_IsTaken()
    {
        var errors = new MemberErrors();
        Assert.NotNull(PlaceRows.Check(1, new PlaceBody("a.b", "a", "town", "n", null, true, null), errors));
        Assert.True(errors.IsEmpty);
    }

    [Fact]
    public void FromCsv_Posts_HaveTheirColumns()
    {
        var (rows, problem) = PostRows.FromCsv(Encoding.UTF8.GetBytes("id,place,kind,name,requires,hours\nsite-01,a.b,sampling-site,采样点1,cadre:1;volunteer:2,07:30-21:00\n"));
        Assert.Null(problem);
        var errors = new MemberErrors();
        Assert.Equal(
            new Post("site-01", PlaceId.Parse("a.b"), "sampling-site", "采样点1", "cadre:1;volunteer:2", "07:30-21:00"),
            PostRows.Check(1, Assert.Single(rows), errors));
    }

    [Fact]
    public void FromCsv_AnyText_IsRowsOrAProblem() => Prop.ForAll<string>(text =>
    {
        var (rows, problem) = Places("id,level,name\n" + text);
        return !rows.IsDefault || problem is not null;
    }).QuickCheckThrowOnFailure();

    private static (System.Collections.Immutable.ImmutableArray<PlaceBody> Rows, Problem? Problem) Places(string csv) => PlaceRows.FromCsv(Encoding.UTF8.GetBytes(csv));

    private static void AssertRefused(PlaceBody row, string member)
    {
        var errors = new MemberErrors();
        Assert.Null(PlaceRows.Check(7, row, errors));
        Assert.Equal([$"rows[7].{member}"], errors.ToImmutable().Keys);
    }
}
