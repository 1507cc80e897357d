using GridGrains;
using GridGrains.Silo;
using Microsoft.Extensions.Hosting;

// One silo of a cluster. Configured by environment variables (Storage__Postgres, Cluster__Address, …) or arguments (--Cluster:SiloPort=11112).
try
{
    var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.Logging.AddProcessLog();
    builder.AddGridGrainsClusterSilo();
    using var host = builder.Build();
    await host.StartAsync();
    Console.Out.WriteLine("GridGrains silo has joined the cluster");
    await host.WaitForShutdownAsync();
    return 0;
}
catch (Exception e)
{
    Console.Error.WriteLine(StartFailure.Sentence(e, SiloFailures.Sentence));
    return StartFailure.ExitCode;
}
