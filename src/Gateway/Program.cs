using GridGrains;
using GridGrains.Gateway;

// A gateway in a process of its own, for silos in others. Configured by environment variables (Storage__Postgres, Cluster__Id, …) or arguments (--urls …).
string? urls = null;
try
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    if (args is [HealthProbe.Verb, { } what])
        return await HealthProbe.AskAsync(ListenAddresses.OnThisMachine(builder.Configuration), what);
    builder.Logging.AddProcessLog();
    builder.AddTelemetry("gridgrains-gateway");
    urls = builder.Configuration["urls"];
    builder.AddGridGrainsClusterClient();
    builder.AddGridGrainsGateway();
    await using var app = builder.Build();
    app.MapGridGrainsGateway();
    await app.StartAsync();
    Console.Out.WriteLine($"GridGrains gateway serves {app.LocalAddress()}");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e)
{
    Console.Error.WriteLine(StartFailure.Sentence(e, cause => GatewayFailures.Sentence(cause, urls)));
    return StartFailure.ExitCode;
}
