using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridGrains.Bench.Calls;

/// <summary>What a call to a warm grain in the same process costs, one after the other, from a thread of the pool.</summary>
internal static class CallBench
{
    private const int Calls = 500_000;

    public static async Task<int> RunAsync(CancellationToken cancellation)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo.UseLocalhostClustering());
        using var host = builder.Build();
        await host.StartAsync(cancellation);
        var grain = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IEchoGrain>("bench");
        await CallAsync(grain);
        var rows = new List<Row>();
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetTotalAllocatedBytes();
            var started = Stopwatch.GetTimestamp();
            await CallAsync(grain);
            var microseconds = Stopwatch.GetElapsedTime(started).TotalMicroseconds / Calls;
            rows.Add(new("grain call", Math.Round(microseconds, 3), "microseconds", new Dictionary<string, double>
            {
                ["allocatedBytes"] = (GC.GetTotalAllocatedBytes() - before) / Calls,
            }));
        }
        await host.StopAsync(cancellation);
        await Result.KeepAsync("calls", rows);
        return 0;
    }

    private static async Task CallAsync(IEchoGrain grain)
    {
        for (var i = 0; i < Calls; i++)
            await grain.Echo(i);
    }
}

/// <summary>Answers what it is told.</summary>
[Alias("GridGrains.Bench.IEchoGrain")]
public interface IEchoGrain : IGrainWithStringKey
{
    /// <summary>The same number.</summary>
    [Alias("Echo")]
    Task<int> Echo(int number);
}

internal sealed class EchoGrain : Grain, IEchoGrain
{
    public Task<int> Echo(int number) => Task.FromResult(number);
}
