using System.Diagnostics;
using System.Reflection;
using GridGrains.Faults;

// tests/Faults/run [--only NAME...] [--out FILE.md]: the long form. NAME is the beginning of a scenario's name.
var only = new List<string>();
var file = "artifacts/faults.md";
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--out" && i + 1 < args.Length)
    {
        file = args[++i];
    }
    else if (args[i] == "--only")
    {
        while (i + 1 < args.Length && !args[i + 1].StartsWith('-'))
            only.Add(args[++i]);
    }
    else
    {
        Console.Error.WriteLine($"'{args[i]}' is not understood: [--only NAME...] [--out FILE.md]");
        Console.Error.WriteLine(string.Join(Environment.NewLine, Scenario.All.Select(s => s.Name)));
        return 2;
    }
}
using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    interrupted.Cancel();
};
await using var stores = new Stores();
var report = new Report(file);
await report.BeginAsync(await stores.VersionAsync(interrupted.Token), typeof(Report).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "OrleansSource").Value!);
var failed = false;
foreach (var scenario in Scenario.All.Where(s => only.Count == 0 || only.Any(o => s.Name.StartsWith(o, StringComparison.Ordinal))))
{
    var begun = Stopwatch.GetTimestamp();
    try
    {
        await report.AddAsync(scenario.Name, await scenario.Run(stores, interrupted.Token), Stopwatch.GetElapsedTime(begun));
    }
    catch (SkippedException skipped)
    {
        await report.AddAsync(scenario.Name, $"skipped: {skipped.Message}", Stopwatch.GetElapsedTime(begun));
    }
    catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
    {
        await report.AddAsync(scenario.Name, "interrupted", Stopwatch.GetElapsedTime(begun));
        return 1;
    }
    catch (VerdictException broken)
    {
        failed = true;
        await report.AddAsync(scenario.Name, broken.Verdict, Stopwatch.GetElapsedTime(begun));
    }
    catch (Exception e)
    {
        failed = true;
        Console.Error.WriteLine($"{scenario.Name}: {e.Message}");
        await report.AddAsync(scenario.Name, $"FAILED: {e.Message.Split('\n')[0]}", Stopwatch.GetElapsedTime(begun));
    }
}
return failed ? 1 : 0;
