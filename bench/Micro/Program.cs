using System.Reflection;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using GridGrains.Micro;

// In this process, so that nothing is generated and built at run time, which the central package versions of this repository would not allow.
var quick = args is ["--quick"];
var job = (quick ? Job.Dry : Job.Default.WithWarmupCount(6).WithIterationCount(10)).WithToolchain(InProcessEmitToolchain.Instance);
var config = ManualConfig.CreateEmpty()
    .AddJob(job)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddColumn(StatisticColumn.Median, StatisticColumn.Min, StatisticColumn.Max)
    .AddLogger(ConsoleLogger.Default)
    .AddExporter(MarkdownExporter.GitHub)
    .WithArtifactsPath(Directory.CreateTempSubdirectory("gridgrains-micro-").FullName);
var summary = BenchmarkRunner.Run<ReportPath>(config);
var isWhole = !summary.HasCriticalValidationErrors && summary.Reports.Length > 0 && summary.Reports.All(r => r.Success);
if (isWhole && !quick)
{
    var repository = typeof(ReportPath).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Repository").Value!;
    File.Copy(Directory.GetFiles(summary.ResultsDirectoryPath, "*-report-github.md").Single(), Path.Combine(repository, "bench", "results", "micro.md"), overwrite: true);
    Console.WriteLine("kept in bench/results/micro.md");
}
Directory.Delete(config.ArtifactsPath, recursive: true);
return isWhole ? 0 : 1;
