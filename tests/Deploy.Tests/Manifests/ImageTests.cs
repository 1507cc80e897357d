using System.Text.RegularExpressions;

namespace GridGrains.Deploy.Tests;

public sealed class ImageTests
{
    private static readonly string[] Lines = [.. Checkout.Read("deploy", "docker", "Dockerfile").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')];

    [Fact]
    public void EverySourceOfACopy_Exists_AndIsNotIgnored()
    {
        var let = File.ReadLines(Checkout.At(".dockerignore")).Where(l => l.StartsWith('!')).Select(l => l[1..]).ToArray();
        var sources = Lines.Where(l => l.StartsWith("COPY ", StringComparison.Ordinal) && !l.Contains("--from", StringComparison.Ordinal)).SelectMany(l => l.Split(' ')[1..^1]).ToArray();
        Assert.True(sources.Length > 8, "no sources were found");
        Assert.All(sources, source =>
        {
            Assert.True(Path.Exists(Checkout.At(source)), $"{source} is not there");
            Assert.Contains(source.Split('/')[0], let);
        });
    }

    [Fact]
    public void WhatABuildNeeds_IsNotIgnored()
    {
        var let = File.ReadLines(Checkout.At(".dockerignore")).Where(l => l.StartsWith('!')).Select(l => l[1..]);
        Assert.All(let, path => Assert.True(Path.Exists(Checkout.At(path)), $"{path} is not there"));
    }

    [Theory]
    [InlineData("silo", "GridGrains.Silo.dll", "src/Silo/Silo.csproj")]
    [InlineData("gateway", "GridGrains.Gateway.dll", "src/Gateway/Gateway.csproj")]
    [InlineData("all", "gridgrains.dll", "src/Cli/Cli.csproj")]
    public void AnImage_RunsItsProgram_AsNobodySpecial_AndAsksAfterItsHealth(string target, string program, string project)
    {
        var stage = Stage(target);
        Assert.Contains($"ENTRYPOINT [\"dotnet\", \"{program}\"]", stage);
        Assert.Contains(stage, line => line.StartsWith("HEALTHCHECK", StringComparison.Ordinal) && line.Contains($"\"{program}\", \"{HealthProbe.Verb}\", \"live\"", StringComparison.Ordinal));
        Assert.Equal("FROM runtime AS " + target, stage[0]);
        Assert.Contains("USER 1654", Stage("runtime"));
        Assert.Contains($"<AssemblyName>{Path.GetFileNameWithoutExtension(program)}</AssemblyName>", Checkout.Read(project.Split('/')), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryStageThatIsNamed_IsThere()
    {
        var stages = Lines.Select(l => Regex.Match(l, @"^FROM \S+ AS (\w+)")).Where(m => m.Success).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.All(Lines.Select(l => Regex.Match(l, @"--from=(\w+)")).Where(m => m.Success), m => Assert.Contains(m.Groups[1].Value, stages));
        foreach (var name in new[] { "x-silo", "x-gateway" })
        {
            var build = Yaml.Read("deploy", "compose", "compose.yaml").Single().At(name, "build")!;
            Assert.Contains(build.Text("target"), stages);
            Assert.True(File.Exists(Path.Combine(Checkout.At("deploy", "compose"), build.Text("context"), build.Text("dockerfile"))));
        }
    }

    private static string[] Stage(string name)
    {
        var from = Array.FindIndex(Lines, l => l.StartsWith("FROM ", StringComparison.Ordinal) && l.EndsWith($" AS {name}", StringComparison.Ordinal));
        return [Lines[from], .. Lines[(from + 1)..].TakeWhile(l => !l.StartsWith("FROM ", StringComparison.Ordinal))];
    }
}
