using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace GridGrains.Processes;

public sealed class ProcessLogTests
{
    [Theory]
    [InlineData("GridGrains.CityGrain", true)]
    [InlineData("Orleans.Runtime.Catalog", false)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", false)]
    [InlineData("Polly", false)]
    public void Information_IsOnlyWhatTheServiceSaysItself(string category, bool isSaid)
    {
        using var services = new ServiceCollection().AddLogging(logging => logging.AddProcessLog()).BuildServiceProvider();
        Assert.Equal(isSaid, services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(LogLevel.Information));
    }
}
