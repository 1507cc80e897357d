using GridGrains.Gateway;
using Microsoft.IdentityModel.JsonWebTokens;

namespace GridGrains.Cli.Tests;

public sealed class RevokeVerbTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("gridgrains-");

    [Fact]
    public async Task Revoke_ATokenAndASubject_AddsTheirIdsToTheFile()
    {
        var token = LocalKey.Open(directory.FullName).IssueToken(["reporter"], [PlaceId.Parse("a.b")], TimeSpan.FromHours(1), "phone-7");
        Assert.Equal(ExitCode.Done, await Verbs.RunAsync(["revoke", token, "--data", directory.FullName]));
        Assert.Equal(ExitCode.Done, await Verbs.RunAsync(["revoke", "phone-8", "--data", directory.FullName]));
        Assert.Equal([new JsonWebToken(token).Id, "phone-8"], await File.ReadAllLinesAsync(Path.Combine(directory.FullName, "revoked"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Revoke_WhereThereIsNoService_SaysSo() =>
        Assert.Equal(ExitCode.OutOfReach, await Verbs.RunAsync(["revoke", "phone-7", "--data", Path.Combine(directory.FullName, "none")]));

    public void Dispose() => directory.Delete(recursive: true);
}
