using System.Diagnostics;

namespace GridGrains.Bench;

/// <summary>Runs the micro-benchmarks, a program of its own so that what they depend on stays out of this one.</summary>
internal static class MicroRun
{
    public static async Task<int> RunAsync(bool quick, CancellationToken cancellation)
    {
        // Beside this one: artifacts/{source}/bin/{project}/release.
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Micro", "release", "GridGrains.Micro.dll"));
        if (!File.Exists(program))
        {
            Console.Error.WriteLine($"{program} is not there; build bench/Micro/Micro.csproj -c Release.");
            return 3;
        }
        using var micro = Process.Start(new ProcessStartInfo("dotnet", quick ? [program, "--quick"] : [program]))!;
        await micro.WaitForExitAsync(cancellation);
        return micro.ExitCode;
    }
}
