using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GridGrains.Storage;

/// <summary>
/// The clock of the PostgreSQL server, which all silos of a cluster share: what a machine's own clock says, or is set to meanwhile,
/// changes nothing. Between two looks at the server time goes on by the machine's monotonic clock.
/// </summary>
/// <param name="connectionString">The server.</param>
/// <param name="machine">What measures elapsed time, and runs timers.</param>
public sealed class DatabaseClock(string connectionString, TimeProvider machine) : TimeProvider
{
    private Reading? reading;

    /// <inheritdoc/>
    public override long TimestampFrequency => machine.TimestampFrequency;

    /// <summary>Whether it has looked at the server's clock.</summary>
    public bool IsKnown => Volatile.Read(ref reading) is not null;

    /// <summary>The server's time; the machine's before the first look.</summary>
    public override DateTimeOffset GetUtcNow() =>
        Volatile.Read(ref reading) is { } last ? last.At + machine.GetElapsedTime(last.Timestamp) : machine.GetUtcNow();

    /// <inheritdoc/>
    public override long GetTimestamp() => machine.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Looks at the server's clock, to half of the time that the question takes.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        await using var question = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        var asked = machine.GetTimestamp();
        var at = (DateTime)(await question.ExecuteScalarAsync(cancellation))!;
        var answered = machine.GetTimestamp();
        Volatile.Write(ref reading, new Reading(at, asked + ((answered - asked) / 2)));
    }

    private sealed record Reading(DateTimeOffset At, long Timestamp);
}

/// <summary>Looks at the database's clock before anything else starts, and every minute: monotonic clocks of machines drift, but slowly.</summary>
internal sealed partial class DatabaseClockService(DatabaseClock clock, ILogger<DatabaseClockService> log) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(5);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await clock.LookAsync(cancellationToken);
        var off = TimeProvider.System.GetUtcNow() - clock.GetUtcNow();
        if (off.Duration() > WorthTelling)
            LogOff(off);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await clock.LookAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotRead(e);
            }
        }
    }

    [LoggerMessage(710, LogLevel.Warning, "This machine's clock is {Off} off the database's, which counts")]
    private partial void LogOff(TimeSpan off);

    [LoggerMessage(711, LogLevel.Warning, "The database's clock could not be read; the time goes on by the machine's")]
    private partial void LogNotRead(Exception e);
}
