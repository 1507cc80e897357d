using System.Diagnostics;
using System.Globalization;

namespace GridGrains.Faults;

/// <summary>
/// A database in trouble under load: nothing is acknowledged that is not there, every report is answered in time and rightly, health says
/// how it is, what is in memory is still shown, and when the trouble is over all is well again by itself.
/// </summary>
internal static class Troubles
{
    private const int Seed = 11;
    private static readonly TimeSpan RedWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(60);

    /// <summary>Once, for so long.</summary>
    public static async Task<Outcome> RunAsync(Stores stores, Trouble trouble, TimeSpan length, CancellationToken cancellation)
    {
        await using var patient = await trouble.Admit(stores, cancellation);
        var home = patient.Home;
        await home.StartAsync(cancellation);
        await FaultCity.ImportAsync(home.Target, cancellation);
        var log = new ClientLog();
        await using var phones = new StrictPhones(home.Target, log, Seed);
        await using var onlooker = new Onlooker(home.Target);
        await Wait.UntilAsync("reports are acknowledged", () => log.Acknowledged > 1_000 && onlooker.IsReady);

        onlooker.Begin();
        log.Strike();
        var (begun, before) = (Stopwatch.GetTimestamp(), log.Acknowledged);
        await trouble.Begin(patient, cancellation);
        var ill = Stopwatch.GetTimestamp();
        await Task.Delay(length, TimeProvider.System, cancellation);
        var (during, totals, redAt) = (log.Acknowledged - before, onlooker.Totals, onlooker.RedAt);
        await trouble.End(patient, cancellation);

        var (over, after) = (Stopwatch.GetTimestamp(), log.Acknowledged);
        await WaitAsync(home, "reports are acknowledged again", () => log.Acknowledged > after + 100);
        var back = Stopwatch.GetElapsedTime(over);
        await WaitAsync(home, "the service says that it is ready", () => onlooker.IsReady);
        var green = Stopwatch.GetElapsedTime(over);
        await phones.EndAsync();
        var verdict = await Judge.CheckAsync(home.Target, log, null, cancellation);

        var offences = phones.Offences.ToList();
        if (trouble.IsTotal && (redAt == 0 || Stopwatch.GetElapsedTime(ill, redAt) > RedWithin))
            offences.Add(redAt == 0 ? "it never said that it was not ready" : $"it said only after {Stopwatch.GetElapsedTime(ill, redAt).TotalSeconds:0.0} s that it was not ready");
        if (totals.Shown < 4 * totals.Not)
            offences.Add($"the total was shown {totals.Shown} times and {totals.Not} times not");
        if (back > BackWithin || green > BackWithin)
            offences.Add($"acknowledging again after {back.TotalSeconds:0} s, ready after {green.TotalSeconds:0} s");
        if (offences.Count > 0)
            throw new InvalidOperationException($"{trouble.Name}: {offences.Count} offences, such as: {string.Join("; ", offences.Distinct().Take(5))}; {verdict}\n{Tail(home.Process.Errors)}");
        var red = redAt == 0 ? "never red" : string.Create(CultureInfo.InvariantCulture, $"red after {Math.Max(0, (redAt - ill) / (double)Stopwatch.Frequency):0.0} s");
        return Outcome.Of(log, verdict.Require(), string.Create(
            CultureInfo.InvariantCulture,
            $"{Stopwatch.GetElapsedTime(begun, over).TotalSeconds:0} s ill: {during} acknowledged, {phones.Refused} answered 503, longest answer {phones.Longest.TotalSeconds:0.0} s, {red}, total shown {totals.Shown} of {totals.Shown + totals.Not} times, acknowledging again after {back.TotalSeconds:0.0} s, ready after {green.TotalSeconds:0.0} s"));
    }

    private static async Task WaitAsync(ServedHome home, string what, Func<bool> holds)
    {
        try
        {
            await Wait.UntilAsync(what, holds);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{Tail(home.Process.Errors)}");
        }
    }

    private static string Tail(string text) => text.Length < 6_000 ? text : text[^6_000..];
}
