using GridGrains;
using GridGrains.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

// One silo of a cluster. Configured by environment variables (Storage__Postgres, Cluster__Address, …) or arguments (--Cluster:SiloPort 11112).
try
{
    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    if (args is [HealthProbe.Verb, { } what])
        return await HealthProbe.AskAsync(SiloHealth.Address(builder.Configuration), what);
    builder.Logging.AddProcessLog();
    builder.AddTelemetry("gridgrains-silo");
    builder.AddGridGrainsClusterSilo();
    builder.AddSiloHealth();
    await using var app = builder.Build();
    await app.ReadDatabaseClockAsync();
    app.MapSiloHealth();
    await app.StartAsync();
    Console.Out.WriteLine("GridGrains silo has joined the cluster");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e)
{
    Console.Error.WriteLine(StartFailure.Sentence(e, SiloFailures.Sentence));
    return StartFailure.ExitCode;
}
