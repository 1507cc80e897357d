using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace GridGrains.Bench;

/// <summary>One measured run.</summary>
/// <param name="Contender">What ran.</param>
/// <param name="Value">How much, in <paramref name="Unit"/>.</param>
/// <param name="Details">Further figures of the same run.</param>
internal sealed record Row(string Contender, double Value, string Unit, IReadOnlyDictionary<string, double> Details);

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

    /// <summary>Prints them and keeps every run.</summary>
    public static async Task KeepAsync(string name, IReadOnlyList<Row> rows)
    {
        Print(rows);
        var file = Path.Combine(Repository, "bench", "results", $"{name}.json");
        var document = new
        {
            benchmark = name,
            at = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            machine = Machine(),
            rows,
        };
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(document, Readable) + "\n");
        Console.WriteLine($"kept in bench/results/{name}.json");
    }

    /// <summary>The root of the checkout, which the build wrote into this assembly.</summary>
    public static string Repository { get; } = typeof(Result).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Repository").Value!;

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
