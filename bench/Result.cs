using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using GridGrains.Bench.Measuring;

namespace GridGrains.Bench;

/// <summary>One measured run.</summary>
/// <param name="Contender">What ran.</param>
/// <param name="Value">How much, in <paramref name="Unit"/>.</param>
/// <param name="Details">Further figures of the same run.</param>
/// <param name="Round">In which round, from 0.</param>
internal sealed record Row(string Contender, double Value, string Unit, IReadOnlyDictionary<string, double> Details, int Round = 0);

/// <summary>What a benchmark found, with the machine it was found on; printed, and kept as JSON under bench/results.</summary>
internal static class Result
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>Prints the median and the spread of each contender.</summary>
    public static void Print(IReadOnlyList<Row> rows)
    {
        foreach (var group in rows.GroupBy(r => r.Contender))
        {
            var values = group.Select(r => r.Value).Order().ToList();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{group.Key,-34} {values[values.Count / 2],12:N2} {group.First().Unit}   ({values[0]:N2} to {values[^1]:N2}, {values.Count} runs)"));
        }
    }

    /// <summary>Prints what contenders came to against each other, and keeps it with every run and what was set.</summary>
    /// <param name="name">Of the file under bench/results; nothing is kept if it is null.</param>
    /// <param name="findings">The runs.</param>
    /// <param name="comparisons">The rows.</param>
    /// <param name="settings">Whatever somebody needs to know to do it again.</param>
    /// <returns>0 if every row that has a least is above it.</returns>
    public static async Task<int> KeepAsync(string? name, Findings findings, IEnumerable<Comparison> comparisons, object settings)
    {
        Print(findings.Runs);
        var rows = comparisons.Select(c => c.Of(findings)).OfType<Ratio>().ToList();
        foreach (var row in rows)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Own}{(row.Against is null ? "" : $" against {row.Against}")}: {row.Median:0.######} {row.Unit} ({row.Least:0.######} to {row.Greatest:0.######}, {row.Rounds} rounds){Judgement(row)}"));
        }
        foreach (var (contender, why) in findings.NotMeasured)
            Console.WriteLine($"{contender}: not measured: {why}");
        foreach (var (contender, why) in findings.Void)
            Console.WriteLine($"{contender}: void: {why}");
        if (name is not null)
        {
            await WriteAsync(name, new
            {
                benchmark = name,
                at = Today,
                machine = Machine(),
                versions = Versions(),
                settings,
                rows,
                notMeasured = findings.NotMeasured,
                @void = findings.Void,
                runs = findings.Runs,
            });
        }
        return findings.Void.Count == 0 && rows.All(r => r.IsReached != false) ? 0 : 1;
    }

    /// <summary>Prints them and keeps every run.</summary>
    public static async Task KeepAsync(string name, IReadOnlyList<Row> rows)
    {
        Print(rows);
        await WriteAsync(name, new { benchmark = name, at = Today, machine = Machine(), rows });
    }

    /// <summary>The root of the checkout, which the build wrote into this assembly.</summary>
    public static string Repository { get; } = typeof(Result).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Repository").Value!;

    private static string Today => DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Judgement(Ratio row)
    {
        var least = row.Must is { } must ? string.Create(CultureInfo.InvariantCulture, $", must {must:0.###}, {(row.IsReached == true ? "reached" : "NOT reached")}") : "";
        if (row.Cost is { } cost)
            least += string.Create(CultureInfo.InvariantCulture, $", {cost:0.###} x its CPU for an observation");
        return row.Aim is { } aim ? string.Create(CultureInfo.InvariantCulture, $"{least}, aim {aim:0.###}") : least;
    }

    private static async Task WriteAsync(string name, object document)
    {
        await File.WriteAllTextAsync(Path.Combine(Repository, "bench", "results", $"{name}.json"), JsonSerializer.Serialize(document, Readable) + "\n");
        Console.WriteLine($"kept in bench/results/{name}.json");
    }

    // Of what is measured beside the service; null where it is not installed.
    private static Dictionary<string, string?> Versions() => new()
    {
        ["postgres"] = FirstLine("psql", "--version"),
        ["redis"] = FirstLine("redis-server", "--version"),
        ["nats"] = FirstLine("nats-server", "--version"),
        ["kernel"] = FirstLine("uname", "-r"),
        ["commit"] = FirstLine("git", "-C", Repository, "describe", "--always", "--dirty"),
    };

    private static string? FirstLine(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            return process.StandardOutput.ReadLine();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static object Machine() => new
    {
        processor = File.ReadLines("/proc/cpuinfo").First(l => l.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim(),
        cores = Environment.ProcessorCount,
        memoryGiB = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30,
        system = RuntimeInformation.OSDescription,
        runtime = RuntimeInformation.FrameworkDescription,
        orleans = typeof(Result).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "OrleansSource").Value,
        loadAtStart = File.ReadAllText("/proc/loadavg").Split(' ')[0],
    };
}
