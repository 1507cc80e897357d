using System.CommandLine;
using GridGrains.Bench.Calls;
using GridGrains.Bench.ColdStart;
using GridGrains.Bench.Ingest;

var connections = new Option<int>("--connections") { Description = "HTTP connections, each with one report under way", DefaultValueFactory = _ => 64 };
var seconds = new Option<int>("--seconds") { Description = "Measured seconds of each run", DefaultValueFactory = _ => 15 };
var rounds = new Option<int>("--rounds") { Description = "Runs of each contender; the order turns round every time", DefaultValueFactory = _ => 2 };
var only = new Option<string?>("--only") { Description = "Only these contenders: SQLite, PostgreSQL or peer", HelpName = "NAME" };
var against = new Option<string?>("--against") { Description = "Another build's gridgrains.dll, measured in turn with this one", HelpName = "FILE" };
var scenario = new Argument<DirectoryInfo>("scenario") { Description = "A scenario's folder" };

var ingest = new Command("ingest", "Durable observations a second over HTTP, in reports of 10, beside a peer on the same PostgreSQL") { connections, seconds, rounds, only, against };
ingest.SetAction((parsed, cancellation) => IngestBench.RunAsync(
    new(parsed.GetValue(connections), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), parsed.GetValue(only), parsed.GetValue(against)), cancellation));

var cold = new Command("cold-start", "From starting the service on a full journal to the right total at the root") { scenario };
cold.SetAction((parsed, cancellation) => ColdStartBench.RunAsync(parsed.GetRequiredValue(scenario).FullName, cancellation));

var calls = new Command("calls", "What a grain call costs in one process");
calls.SetAction((_, cancellation) => CallBench.RunAsync(cancellation));

return await new RootCommand("Benchmarks of GridGrains; results go to bench/results") { ingest, cold, calls }.Parse(args).InvokeAsync();
