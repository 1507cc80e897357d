using Microsoft.IdentityModel.JsonWebTokens;

namespace GridGrains.Gateway.Tests;

public sealed class LocalKeyTests : IDisposable
{
    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("gridgrains-");

    private string Data => Path.Combine(parent.FullName, "data");

    [Fact]
    public void Open_ANewDirectory_MakesAKeyThatOnlyItsOwnerCanRead()
    {
        Assert.False(LocalKey.ExistsIn(Data));
        LocalKey.Open(Data);
        Assert.True(LocalKey.ExistsIn(Data));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Data, LocalKey.FileName)));
        Assert.Single(Directory.GetFileSystemEntries(Data));
    }

    [Fact]
    public async Task Open_ManyAtOnce_AllHaveTheSameKey()
    {
        for (var round = 0; round < 50; round++)
        {
            var data = Path.Combine(parent.FullName, $"data-{round}");
            using var together = new Barrier(8);
            var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait(TestContext.Current.CancellationToken);
                    return Convert.ToBase64String(LocalKey.Open(data).SecurityKey.Key);
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
            Assert.Single(keys.Distinct());
            Assert.Single(Directory.GetFileSystemEntries(data));
        }
    }

    [Fact]
    public void Open_AFileThatOthersMayRead_IsRefusedInASentence()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        LocalKey.Open(Data);
        var file = Path.Combine(Data, LocalKey.FileName);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.StartsWith(file + " may be read", Assert.Throws<InvalidOperationException>(() => LocalKey.Open(Data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AFileThatIsNoKey_IsRefusedInASentence()
    {
        LocalKey.Open(Data);
        var file = Path.Combine(Data, LocalKey.FileName);
        File.WriteAllText(file, Convert.ToBase64String(new byte[31]));
        Assert.Contains("at least 32 bytes", Assert.Throws<InvalidOperationException>(() => LocalKey.Open(Data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IssueToken_SaysWhoWhereAndUntilWhen()
    {
        var token = new JsonWebToken(LocalKey.Open(Data).IssueToken(["viewer", "reporter"], [PlaceId.Parse("a.b")], TimeSpan.FromHours(12)));
        Assert.Equal(("gridgrains-local", "gridgrains", "HS256"), (token.Issuer, token.Audiences.Single(), token.Alg));
        Assert.Equal(["viewer", "reporter"], token.Claims.Where(c => c.Type == "role").Select(c => c.Value));
        Assert.Equal("a.b", token.Claims.Single(c => c.Type == "place").Value);
        Assert.NotEmpty(token.Subject);
        Assert.Equal(TimeSpan.FromHours(12), token.ValidTo - token.IssuedAt);
    }

    [Fact]
    public void IssueToken_Twice_IsForTheSameSubject()
    {
        var key = LocalKey.Open(Data);
        Assert.Equal(Subject(), Subject());
        string Subject() => new JsonWebToken(key.IssueToken(["viewer"], [PlaceId.Parse("a")], TimeSpan.FromHours(1))).Subject;
    }

    public void Dispose() => parent.Delete(recursive: true);
}
