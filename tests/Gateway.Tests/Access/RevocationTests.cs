using GridGrains.Testing;
using Microsoft.IdentityModel.JsonWebTokens;

namespace GridGrains.Gateway.Tests;

/// <summary>A token whose id is in the file is not accepted any more, at any gateway that reads it.</summary>
public sealed class RevocationTests : IAsyncLifetime
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("gridgrains-");
    private TestGateway gateway = null!;
    private TestGateway other = null!;

    private string File => Path.Combine(data.FullName, Revocations.FileName);

    public async ValueTask InitializeAsync()
    {
        gateway = await TestGateway.StartAsync(("Gateway:DataDirectory", data.FullName));
        other = await TestGateway.StartAsync(("Auth:RevokedFile", File));
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        await other.DisposeAsync();
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task ARevokedToken_IsRefusedEverywhereWithinAMinuteAndItsConnectionsEnd()
    {
        var (lost, kept) = (Token("lost"), Token("kept"));
        await using var ofLost = await ConnectAsync(gateway, lost);
        await using var ofKept = await ConnectAsync(gateway, kept);
        await using var elsewhere = await ConnectAsync(other, lost);

        await System.IO.File.WriteAllTextAsync(File, "# the phone of team 3\n\n lost \n", TestContext.Current.CancellationToken);

        foreach (var at in new[] { gateway, other })
        {
            await UntilAsync(async () => (await at.SendAsync(HttpMethod.Get, "/api/catalogue", lost)).Status == 401, "the token to be refused");
            (await at.SendAsync(HttpMethod.Get, "/api/catalogue", kept)).IsOk();
        }
        await ofLost.Closed.WaitAsync(Promised, TestContext.Current.CancellationToken);
        await elsewhere.Closed.WaitAsync(Promised, TestContext.Current.CancellationToken);
        Assert.False(ofKept.Closed.IsCompleted);
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(other, lost));
    }

    [Fact]
    public async Task ARevokedSubject_LosesAllItsTokens()
    {
        await System.IO.File.WriteAllTextAsync(File, "phone-1\n", TestContext.Current.CancellationToken);
        await using var restarted = await TestGateway.StartAsync(("Gateway:DataDirectory", data.FullName));
        (await restarted.SendAsync(HttpMethod.Get, "/api/catalogue", Token("any"))).IsProblem(401, "unauthenticated");
        (await restarted.SendAsync(HttpMethod.Get, "/api/catalogue", TestGateway.Token("viewer", Town.Root, t => t.Claims["sub"] = "phone-2"))).IsOk();
    }

    [Fact]
    public async Task AFileThatIsGone_TakesNothingBack()
    {
        await System.IO.File.WriteAllTextAsync(File, "lost", TestContext.Current.CancellationToken);
        var revocations = New();
        System.IO.File.Delete(File);
        revocations.Look();
        Assert.True(revocations.Has(Who("lost")));
        await System.IO.File.WriteAllTextAsync(File, "", TestContext.Current.CancellationToken);
        revocations.Look();
        Assert.False(revocations.Has(Who("lost")));
    }

    [Fact]
    public void AnIdOfTheFile_IsNoPlaceAndNoRole()
    {
        System.IO.File.WriteAllText(File, $"steward\n{Town.Root}\n");
        Assert.False(New().Has(Who("another")));
    }

    [Fact]
    public void LocalTokens_HaveAnIdEach()
    {
        var key = LocalKey.Open(data.FullName);
        string Id() => new JsonWebToken(key.IssueToken(["viewer"], [PlaceId.Parse("a")], TimeSpan.FromHours(1))).Id;
        Assert.NotEmpty(Id());
        Assert.NotEqual(Id(), Id());
    }

    private static string Token(string id) => TestGateway.Token("viewer", Town.Root, t => t.Claims["jti"] = id);

    private static Task<HubClient> ConnectAsync(TestGateway gateway, string token) =>
        HubClient.ConnectAsync(gateway.Http.BaseAddress!, token, cancellation: TestContext.Current.CancellationToken);

    private static System.Security.Claims.ClaimsPrincipal Who(string id) => new(new System.Security.Claims.ClaimsIdentity(
        [new("jti", id), new("sub", "phone-1"), new("role", "steward"), new("place", Town.Root)], "test"));

    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Promised, $"waited {Promised.TotalSeconds} s for {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private Revocations New() => new(
        Microsoft.Extensions.Options.Options.Create(new AuthOptions { RevokedFile = File }),
        Microsoft.Extensions.Options.Options.Create(new GatewayOptions()),
        TimeProvider.System,
        Microsoft.Extensions.Logging.Abstractions.NullLogger<Revocations>.Instance);
}
