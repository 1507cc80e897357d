using System.Globalization;
using System.Text.RegularExpressions;

namespace GridGrains.Cli;

/// <summary>When a report that is due at a moment of the plan is sent in real time.</summary>
internal sealed partial class Pace(TimeProvider time, double speed)
{
    private readonly Lock learning = new();
    private (long Timestamp, DateTimeOffset Plan)? known;

    /// <summary>Nothing waits.</summary>
    public static Pace Max(TimeProvider time) => new(time, double.PositiveInfinity);

    /// <summary>A clock that shows <paramref name="now"/> and runs <paramref name="speed"/> times as fast as the real one.</summary>
    public static Pace From(DateTimeOffset now, double speed, TimeProvider time)
    {
        var pace = new Pace(time, speed);
        pace.Learn(now);
        return pace;
    }

    /// <summary>
    /// Takes the campaign's clock from a refusal of a time ahead of it: <c>detail</c> carries the server's time. False if it does not.
    /// </summary>
    public bool LearnFrom(Problem problem)
    {
        if (double.IsInfinity(speed) || problem.Status != 422 || problem.Detail is null || !ServerTime().IsMatch(problem.Detail))
            return false;
        Learn(DateTimeOffset.Parse(ServerTime().Match(problem.Detail).Value, CultureInfo.InvariantCulture));
        return true;
    }

    /// <summary>Waits until a report is due. Before the clock is known nothing waits.</summary>
    public Task UntilAsync(DateTimeOffset due, CancellationToken cancellation)
    {
        if (known is not { } start || double.IsInfinity(speed))
            return Task.CompletedTask;
        var left = ((due - start.Plan) / speed) - time.GetElapsedTime(start.Timestamp);
        return left > TimeSpan.Zero ? Task.Delay(left, time, cancellation) : Task.CompletedTask;
    }

    private void Learn(DateTimeOffset now)
    {
        lock (learning)
            known = (time.GetTimestamp(), now);
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex ServerTime();
}
