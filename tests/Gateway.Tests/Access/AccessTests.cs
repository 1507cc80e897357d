using System.Security.Claims;

namespace GridGrains.Gateway.Tests;

public sealed class AccessTests
{
    [Theory]
    [InlineData("viewer", true, false, false, false)]
    [InlineData("reporter", true, true, false, false)]
    [InlineData("steward", true, true, true, true)]
    [InlineData("public", false, false, false, false)]
    [InlineData("Steward", false, false, false, false)]
    [InlineData("admin", false, false, false, false)]
    [InlineData("", false, false, false, false)]
    public void Decide_ARole_MayWhatTheTableSays(string role, bool read, bool report, bool import, bool run)
    {
        var who = Who([role], ["a.b"]);
        var place = PlaceId.Parse("a.b.c");
        Assert.Equal(
            [read, report, import, run],
            [
                Access.Decide(who, AccessAction.Read, place), Access.Decide(who, AccessAction.Report, place),
                Access.Decide(who, AccessAction.Import, place), Access.Decide(who, AccessAction.RunCampaigns, place),
            ]);
    }

    [Theory]
    [InlineData("a.b", true)]
    [InlineData("a.b.c", true)]
    [InlineData("a.b.desk", true)]
    [InlineData("a.bc", false)]
    [InlineData("a.b-c", false)]
    [InlineData("a", false)]
    [InlineData("b", false)]
    public void Decide_APlace_IsInsideAtSegmentBoundaries(string place, bool inside) =>
        Assert.Equal(inside, Access.Decide(Who(["viewer"], ["a.b"]), AccessAction.Read, PlaceId.Parse(place)));

    [Fact]
    public void Decide_SeveralRolesAndPlaces_AddUp()
    {
        var who = Who(["public", "reporter"], ["x", "a.b"]);
        Assert.True(Access.Decide(who, AccessAction.Report, PlaceId.Parse("x.y")));
        Assert.True(Access.Decide(who, AccessAction.Report, PlaceId.Parse("a.b.c")));
        Assert.False(Access.Decide(who, AccessAction.Report, PlaceId.Parse("a")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A.B")]
    [InlineData("a..b")]
    [InlineData("*")]
    public void Decide_APlaceClaimThatIsNoPlace_AllowsNothing(string claim) =>
        Assert.False(Access.Decide(Who(["steward"], [claim]), AccessAction.Read, PlaceId.Parse("a.b")));

    [Fact]
    public void Decide_NobodyOrWithoutClaims_MayNothing()
    {
        var place = PlaceId.Parse("a");
        Assert.False(Access.Decide(new ClaimsPrincipal(), AccessAction.Read, place));
        Assert.False(Access.Decide(Who([], ["a"]), AccessAction.Read, place));
        Assert.False(Access.Decide(Who(["steward"], []), AccessAction.Read, place));
        var unproven = new ClaimsPrincipal(new ClaimsIdentity([new Claim("role", "steward"), new Claim("place", "a")]));
        Assert.False(Access.Decide(unproven, AccessAction.Read, place));
    }

    [Fact]
    public void SubtreesFor_OneInsideAnother_NamesTheOuter() =>
        Assert.Equal(["a", "b.c"], Access.SubtreesFor(Who(["viewer"], ["b.c", "a.b", "a", "a.b.c"]), AccessAction.Read).Select(p => p.Value));

    [Fact]
    public void SubtreesFor_WhatTheRoleMayNot_IsNowhere() => Assert.Empty(Access.SubtreesFor(Who(["viewer"], ["a"]), AccessAction.Report));

    [Theory]
    [InlineData("enping.shengtang.v01", true)]
    [InlineData("enping", true)]
    [InlineData("enping.shengtang", true)]
    [InlineData("jingde", false)]
    [InlineData("enping.other", false)]
    public void Sees_ACampaign_IfItCountsSomethingInsideASubtree(string subtree, bool sees) =>
        Assert.Equal(sees, Access.Sees(Who(["viewer"], [subtree]), Town.Campaign("c", Town.Root)));

    private static ClaimsPrincipal Who(string[] roles, string[] places) => new(new ClaimsIdentity(
        [.. roles.Select(r => new Claim("role", r)), .. places.Select(p => new Claim("place", p))], "test"));
}
