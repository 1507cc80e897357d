using GridGrains.Gateway;
using GridGrains.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GridGrains.Cli;

/// <summary>Silo and gateway in one web application.</summary>
internal sealed class Service(DataDirectory directory, string urls, string? postgres) : IAsyncDisposable
{
    // Connections get this long to end by themselves; with what the silo then saves it stays below the 10 s that are promised.
    private static readonly TimeSpan DrainWithin = TimeSpan.FromSeconds(5);

    private readonly WebApplication app = Build(directory, urls, postgres);

    /// <summary>The newest tree and campaigns.</summary>
    public CurrentCity City => app.Services.GetRequiredService<CurrentCity>();

    /// <summary>The address for clients on this machine.</summary>
    public Uri Address => app.LocalAddress();

    /// <summary>Starts everything, or says in a sentence why it does not start.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            throw Failure(e, urls);
        }
    }

    /// <summary>Serves, with the drill if there is one, until it is told to stop.</summary>
    public async Task RunAsync(DrillPlayer? drill, CancellationToken cancellation)
    {
        var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        var greeting = new Greeting(this, directory);
        var playing = drill is null ? greeting.PrintAsync(stopping.Token) : drill.PlayAsync(greeting, stopping.Token);
        await Task.WhenAll(playing, app.WaitForShutdownAsync(cancellation));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static CommandFailure Failure(Exception exception, string urls) =>
        new(ExitCode.OutOfReach, StartFailure.Sentence(exception, SiloFailures.Sentence, e => GatewayFailures.Sentence(e, urls)));

    private static WebApplication Build(DataDirectory directory, string urls, string? postgres)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = urls,
            ["Gateway:DataDirectory"] = directory.Path,
            ["Storage:Sqlite"] = directory.Ledger,
        });
        if (postgres is not null)
            builder.Configuration["Storage:Postgres"] = postgres;
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = DrainWithin);
        builder.Logging.AddProcessLog();
        try
        {
            builder.AddTelemetry("gridgrains");
            builder.AddGridGrainsSilo();
            builder.AddGridGrainsGateway();
            var app = builder.Build();
            app.MapGridGrainsGateway();
            return app;
        }
        catch (Exception e)
        {
            throw Failure(e, urls);
        }
    }
}
