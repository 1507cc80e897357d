using GridGrains.Gateway;

namespace GridGrains.Cli.Tests;

public sealed class TokenSubjectTests
{
    [Fact]
    public void Of_TokenOfALocalKey_IsItsReporter()
    {
        var directory = Directory.CreateTempSubdirectory("gridgrains-");
        try
        {
            var token = LocalKey.Open(directory.FullName).IssueToken(["reporter"], [PlaceId.Parse("a.b")], TimeSpan.FromHours(1), "phone-7");
            Assert.Equal("phone-7", TokenSubject.Of(token));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("a.b.c")]
    public void Of_NoToken_IsWrongUse(string text) => Assert.Equal(ExitCode.WrongUse, Assert.Throws<CommandFailure>(() => TokenSubject.Of(text)).ExitCode);
}
