namespace GridGrains.Cli.Tests;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("gridgrains-");

    [Fact]
    public void Hold_Twice_TheSecondIsRefusedInASentence()
    {
        var path = Path.Combine(parent.FullName, "data");
        using (new DataDirectory(path).Hold())
        {
            var failure = Assert.Throws<CommandFailure>(new DataDirectory(path).Hold);
            Assert.Equal((ExitCode.OutOfReach, $"'{path}' is served by another process."), (failure.ExitCode, failure.Message));
        }
        new DataDirectory(path).Hold().Dispose();
    }

    [Fact]
    public void IsNew_BeforeAndAfterTheFirstUse()
    {
        var directory = new DataDirectory(Path.Combine(parent.FullName, "data"));
        Assert.True(directory.IsNew);
        directory.Hold().Dispose();
        Assert.False(directory.IsNew);
    }

    [Fact]
    public void Hold_WhereAFileStands_IsRefusedInASentence()
    {
        var path = Path.Combine(parent.FullName, "file");
        File.WriteAllText(path, "");
        var failure = Assert.Throws<CommandFailure>(new DataDirectory(path).Hold);
        Assert.Equal(ExitCode.OutOfReach, failure.ExitCode);
        Assert.StartsWith($"'{path}' cannot be used as the data directory: ", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => parent.Delete(recursive: true);
}
