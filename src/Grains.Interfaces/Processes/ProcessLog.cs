using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace GridGrains;

/// <summary>How every process of the service logs: a line an event, to standard error, in UTC.</summary>
public static class ProcessLog
{
    /// <summary>Sets it up. What a program prints for the person who started it goes to standard output instead.</summary>
    public static ILoggingBuilder AddProcessLog(this ILoggingBuilder logging)
    {
        logging.ClearProviders().AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });
        logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        return logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("System", LogLevel.Warning)
            .AddFilter("Orleans", LogLevel.Warning)
            // Orleans places grains through it; it would say two lines for each that wakes.
            .AddFilter("Polly", LogLevel.Warning)
            // What keeps the service from starting is said in a sentence; what ends it later is critical.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            // It warns that the keys of cookies are not encrypted; there are no cookies.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }
}
