using System.Diagnostics.Metrics;
using System.Globalization;
using GridGrains.Gateway;
using GridGrains.Journal;
using GridGrains.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridGrains.Bench.Hosts;

/// <summary>
/// GridGrains put together as <c>gridgrains serve</c> does, for what cannot be asked of that: its memory after a collection, and how it runs with
/// a journal that is not durable.
/// </summary>
internal static class OwnHost
{
    /// <summary>Where it says what its heap holds, after a full collection.</summary>
    public const string Heap = "/bench/heap";

    /// <summary>Where it says how many counts areas were sent by their children.</summary>
    public const string Messages = "/bench/messages";

    /// <summary>The service's own figure for that.</summary>
    public const string MessagesCounter = "gridgrains.rollup.messages";

    private static long asked;
    private static long told;

    public static async Task<int> RunAsync(string directory, bool keepsNothing, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Gateway:DataDirectory"] = directory,
            ["Storage:Sqlite"] = Path.Combine(directory, "gridgrains.db"),
        });
        builder.Logging.AddProcessLog().SetMinimumLevel(LogLevel.Warning);
        builder.AddGridGrainsSilo();
        builder.AddGridGrainsGateway();
        if (keepsNothing)
            builder.Services.Replace(ServiceDescriptor.Singleton<IJournalStore, MemoryJournal>());
        using var figures = Listen();
        await using var app = builder.Build();
        app.Use(async (http, next) =>
        {
            if (http.Request.Path == Heap)
                await http.Response.WriteAsync(Collected().ToString(CultureInfo.InvariantCulture), http.RequestAborted);
            else if (http.Request.Path == Messages)
                await http.Response.WriteAsync(Read(figures).ToString(CultureInfo.InvariantCulture), http.RequestAborted);
            else
                await next(http);
        });
        app.MapGridGrainsGateway();
        await app.StartAsync(cancellation);
        Console.WriteLine(app.Urls.First());
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static MeterListener Listen()
    {
        var figures = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == MessagesCounter)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        figures.SetMeasurementEventCallback<long>(static (instrument, value, _, _) => Interlocked.Add(ref instrument.IsObservable ? ref asked : ref told, value));
        figures.Start();
        return figures;
    }

    // One that is asked for says the whole count, one that tells as it happens says what is added.
    private static long Read(MeterListener figures)
    {
        asked = 0;
        figures.RecordObservableInstruments();
        return asked + told;
    }

    private static long Collected()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
