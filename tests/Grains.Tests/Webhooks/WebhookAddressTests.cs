using System.Net;
using GridGrains.Webhooks;
using Microsoft.Extensions.Options;
using Xunit;

namespace GridGrains.Grains.Tests.Webhooks;

public sealed class WebhookAddressTests
{
    [Theory]
    [InlineData("https://hooks.example/x?y=1")]
    [InlineData("https://HOOKS.example:8443/")]
    [InlineData("https://a.city.example/")]
    [InlineData("https://b.a.city.example/")]
    [InlineData("https://port.example:9443/")]
    [InlineData("http://127.0.0.1:5000/hook")]
    [InlineData("http://[::1]:5000/hook")]
    public void AnAddressOnAnAllowedHost_IsTaken(string url) => Assert.Null(Address().Refuse(url));

    [Theory]
    [InlineData("http://hooks.example/", "http is for this machine only")]
    [InlineData("https://hooks.example.evil.test/", "does not have")]
    [InlineData("https://city.example/", "does not have")]
    [InlineData("https://evilcity.example/", "does not have")]
    [InlineData("https://port.example/", "does not have")]
    [InlineData("https://169.254.169.254/latest/meta-data", "does not have")]
    [InlineData("https://hooks.example@evil.test/", "no user")]
    [InlineData("https://user:word@hooks.example/", "no user")]
    [InlineData("https://hooks.example/#x", "fragment")]
    [InlineData("ftp://hooks.example/", "https")]
    [InlineData("file:///etc/passwd", "https")]
    [InlineData("/hook", "https")]
    public void AnyOther_IsRefusedInASentence(string url, string why) => Assert.Contains(why, Address().Refuse(url), StringComparison.Ordinal);

    [Fact]
    public void WithoutAllowedHosts_NothingIsTaken() =>
        Assert.Contains("Webhooks:AllowedHosts", new WebhookAddress(Options.Create(new WebhookOptions())).Refuse("https://hooks.example/"), StringComparison.Ordinal);

    [Fact]
    public void Http_IsTakenWhereItIsAllowed() => Assert.Null(Address(allowHttp: true).Refuse("http://hooks.example/"));

    // A name is only a name: whoever keeps it may have it lead to this machine or to its neighbours.
    [Theory]
    [InlineData("hooks.example", "203.0.113.7", true)]
    [InlineData("hooks.example", "10.1.2.3", true)]
    [InlineData("hooks.example", "127.0.0.1", false)]
    [InlineData("hooks.example", "::1", false)]
    [InlineData("hooks.example", "::ffff:127.0.0.1", false)]
    [InlineData("hooks.example", "0.0.0.0", false)]
    [InlineData("hooks.example", "169.254.169.254", false)]
    [InlineData("hooks.example", "fe80::1", false)]
    [InlineData("hooks.example", "224.0.0.1", false)]
    [InlineData("hooks.example", "255.255.255.255", false)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("localhost", "::1", true)]
    [InlineData("localhost", "10.1.2.3", false)]
    public void WhereANameLeads_IsLookedAtBeforeItIsConnectedTo(string host, string address, bool allowed) =>
        Assert.Equal(allowed, WebhookAddress.MayConnect(host, IPAddress.Parse(address)));

    [Theory]
    [InlineData("hooks.example", true)]
    [InlineData("*.city.example", true)]
    [InlineData("[::1]:8080", true)]
    [InlineData("*", false)]
    [InlineData("", false)]
    [InlineData("https://hooks.example", false)]
    [InlineData("hooks.example/path", false)]
    [InlineData("a.*.example", false)]
    public void WhatIsNoHost_StopsTheStart(string allowed, bool good) => Assert.Equal(good, WebhookAddress.IsHost(allowed));

    // From the text of the specification: its secret, id, timestamp, body and signature.
    [Fact]
    public void TheSignature_IsThatOfTheSpecification() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookKey.Of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")!.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8));

    private static WebhookAddress Address(bool allowHttp = false)
    {
        var options = new WebhookOptions { AllowHttp = allowHttp };
        foreach (var host in new[] { "hooks.example", "*.city.example", "port.example:9443", "127.0.0.1", "[::1]" })
            options.AllowedHosts.Add(host);
        return new(Options.Create(options));
    }
}
