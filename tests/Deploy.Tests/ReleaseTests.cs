using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GridGrains.Deploy.Tests;

public sealed partial class ReleaseTests
{
    private static readonly string Version = XDocument.Parse(Checkout.Read("Directory.Build.props")).Descendants("Version").Single().Value;

    [Fact]
    public void AllThatIsReleased_HasOneVersion()
    {
        Assert.Equal(Version, Heading().Match(Checkout.Read("CHANGELOG.md")).Groups[1].Value);
        Assert.Equal(Version, JsonDocument.Parse(Checkout.Read("web", "client", "package.json")).RootElement.GetProperty("version").GetString());
        Assert.Equal(Version, typeof(Client.GridGrainsClient).Assembly.GetName().Version!.ToString(3));
    }

    /// <summary>Only where <c>deploy/release</c> has been run; it ends with the same check.</summary>
    [Fact]
    public async Task TheSingleFile_RunsWhereThereIsNoDotNet()
    {
        var file = Checkout.At("artifacts", "release", "one", "gridgrains");
        Assert.SkipUnless(File.Exists(file), "there is no release: deploy/release makes one");
        using var check = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(Checkout.At("deploy", "release-check"), [file]) { RedirectStandardOutput = true })!;
        var said = await check.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await check.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(check.ExitCode == 0, said);
        Assert.StartsWith(Version, said, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^## (\S+)", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
