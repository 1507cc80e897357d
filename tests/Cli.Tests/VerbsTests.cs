namespace GridGrains.Cli.Tests;

public sealed class VerbsTests
{
    private const string Scenario = "scenarios/shengtang";

    [Theory]
    [InlineData("--help")]
    [InlineData("serve --help")]
    [InlineData("token --help")]
    [InlineData("import --help")]
    [InlineData("play --help")]
    [InlineData("load --help")]
    [InlineData("audit --help")]
    [InlineData("archive --help")]
    [InlineData("rebuild --help")]
    [InlineData("backup --help")]
    public async Task RunAsync_Help_IsDone(string line) => Assert.Equal(ExitCode.Done, await RunAsync(line));

    [Theory]
    [InlineData("")]
    [InlineData("frob")]
    [InlineData("serve --urls")]
    [InlineData("serve --urls nonsense")]
    [InlineData("token")]
    [InlineData("token --role viewer")]
    [InlineData("token --role boss --place a")]
    [InlineData("token --role viewer --place A")]
    [InlineData("token --role viewer --place a --ttl 12")]
    [InlineData("token --role viewer --place a --ttl 0h")]
    [InlineData("import")]
    [InlineData("import nowhere")]
    [InlineData("play nowhere")]
    [InlineData($"play {Scenario} --speed 0")]
    [InlineData($"play {Scenario} --speed fast")]
    [InlineData($"play {Scenario} --clients 0")]
    [InlineData($"play {Scenario} --url ftp://x")]
    [InlineData($"play {Scenario} --token no-token")]
    [InlineData($"play {Scenario} --url http://ledger.example")]
    [InlineData("audit --campaign c")]
    [InlineData("audit --place p")]
    [InlineData("archive --campaign c")]
    [InlineData("archive x.zip")]
    [InlineData("archive x.zip --campaign c --data no-such-directory")]
    [InlineData("rebuild")]
    [InlineData("rebuild no-such.zip --data no-such-directory")]
    [InlineData("backup")]
    [InlineData("backup x.db --data no-such-directory")]
    public async Task RunAsync_WrongUse_SaysSo(string line) => Assert.Equal(ExitCode.WrongUse, await RunAsync(line));

    [Theory]
    [InlineData("token --role viewer --place a --data no-such-directory")]
    [InlineData($"play {Scenario} --data no-such-directory")]
    public async Task RunAsync_NoKeyYet_IsOutOfReach(string line) => Assert.Equal(ExitCode.OutOfReach, await RunAsync(line));

    private static Task<int> RunAsync(string line)
    {
        Directory.SetCurrentDirectory(AppContext.BaseDirectory);
        return Verbs.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
