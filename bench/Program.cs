using System.CommandLine;
using GridGrains.Bench;
using GridGrains.Bench.Calls;
using GridGrains.Bench.ColdStart;
using GridGrains.Bench.Day;
using GridGrains.Bench.FanOut;
using GridGrains.Bench.Flood;
using GridGrains.Bench.Hosts;
using GridGrains.Bench.Ingest;
using GridGrains.Bench.Peers;
using GridGrains.Bench.RollUp;
using GridGrains.Bench.Rules;
using GridGrains.Bench.Size;
using GridGrains.Bench.Stall;
using GridGrains.Bench.Storm;

OwnSockets.CompleteInline();

var connections = new Option<int>("--connections") { Description = "HTTP connections, each with one report under way", DefaultValueFactory = _ => 64 };
var seconds = new Option<int>("--seconds") { Description = "Measured seconds of each run", DefaultValueFactory = _ => 10 };
var rounds = new Option<int>("--rounds") { Description = "Runs of each contender; the order turns round every time", DefaultValueFactory = _ => 5 };
var only = new Option<string[]>("--only") { Description = "Only these contenders; nothing is kept", AllowMultipleArgumentsPerToken = true };
var against = new Option<string?>("--against") { Description = "Another build's gridgrains.dll, measured in turn with this one", HelpName = "FILE" };
var scenario = new Argument<DirectoryInfo>("scenario") { Description = "A scenario's folder" };

var ingest = new Command("ingest", "Durable observations a second over HTTP, in reports of 10: GridGrains, its peers behind the same gateway, and the limits") { connections, seconds, rounds, only, against };
ingest.SetAction((parsed, cancellation) => IngestBench.RunAsync(
    new(parsed.GetValue(connections), TimeSpan.FromSeconds(parsed.GetValue(seconds))), parsed.GetValue(rounds), parsed.GetValue(only) ?? [], parsed.GetValue(against), cancellation));

var rules = new Command("rules", "What the rules cost on 15,000 grids, beside the same service without them, under load and idle") { connections, seconds, rounds };
rules.SetAction((parsed, cancellation) => RulesBench.RunAsync(
    parsed.GetValue(connections), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), cancellation));

var cold = new Command("cold-start", "From starting the service on a full journal to the right total at the root") { scenario, rounds };
cold.SetAction((parsed, cancellation) => ColdStartBench.RunAsync(parsed.GetRequiredValue(scenario).FullName, parsed.GetValue(rounds), cancellation));

var calls = new Command("calls", "What a grain call costs in one process");
calls.SetAction((_, cancellation) => CallBench.RunAsync(cancellation));

var watchers = new Option<int>("--clients") { Description = "Clients of the hub", DefaultValueFactory = _ => 2000 };
var loads = new Option<string[]>("--loads") { Description = "Only these loads", AllowMultipleArgumentsPerToken = true };
var fanOut = new Command("fan-out", "Snapshot frames a second to the clients of the hub, beside a raw WebSocket and an awaited group") { watchers, loads, seconds, rounds, only };
fanOut.SetAction((parsed, cancellation) =>
{
    var (clients, duration, runs) = (parsed.GetValue(watchers), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds));
    PushLoad[] all =
    [
        new("one place at its pace", clients, 1, EachWatchesAll: false, TimeSpan.FromMilliseconds(100), duration, runs),
        new("one place at its pace to four times as many", clients * 4, 1, EachWatchesAll: false, TimeSpan.FromMilliseconds(100), duration, runs),
        new("one place forty times a second", clients, 1, EachWatchesAll: false, TimeSpan.FromMilliseconds(25), duration, runs),
        new("one place flat out", clients, 1, EachWatchesAll: false, TimeSpan.FromMilliseconds(10), duration, runs),
        new("100 places at their pace", clients, 100, EachWatchesAll: false, TimeSpan.FromMilliseconds(100), duration, runs),
        new("10 places each flat out", clients, 10, EachWatchesAll: true, TimeSpan.FromMilliseconds(50), duration, runs),
    ];
    var wanted = parsed.GetValue(loads) ?? [];
    return FanOutBench.RunAsync([.. all.Where(load => wanted.Length == 0 || wanted.Contains(load.Name))], parsed.GetValue(only) ?? [], cancellation);
});

var minutes = new Option<double>("--minutes") { Description = "How long clients are stalled while memory is watched; then they are to be cut", DefaultValueFactory = _ => 1 };
var stall = new Command("stall", "What clients that stop reading cost the others, and the service") { minutes, rounds };
stall.SetAction((parsed, cancellation) => StallBench.RunAsync(parsed.GetValue(minutes), parsed.GetValue(rounds), cancellation));

var storm = new Command("storm", "All clients of the hub come back in the same moment") { watchers, rounds };
storm.SetAction((parsed, cancellation) => StormBench.RunAsync(parsed.GetValue(watchers), parsed.GetValue(rounds), cancellation));

var flood = new Command("flood", "What a token that reports as fast as it can costs the others, with and without limits") { connections, seconds, rounds };
flood.SetAction((parsed, cancellation) => FloodBench.RunAsync(
    parsed.GetValue(connections), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), cancellation));

var kind = new Argument<string>("kind") { Description = "raw or group" };
var snapshot = new Option<string>("--snapshot") { Description = "A file with what is pushed", Required = true };
var peer = new Command("push-peer", "A peer of fan-out, started by it") { Hidden = true };
var places = new Option<int>("--places") { Required = true };
var watchAll = new Option<bool>("--all") { Required = true };
var interval = new Option<double>("--interval") { Description = "Milliseconds", Required = true };
peer.Add(watchAll);
peer.Add(kind);
peer.Add(snapshot);
peer.Add(places);
peer.Add(interval);
peer.SetAction((parsed, cancellation) => PushPeer.RunAsync(
    parsed.GetRequiredValue(kind), parsed.GetRequiredValue(snapshot), parsed.GetValue(places), parsed.GetValue(watchAll), TimeSpan.FromMilliseconds(parsed.GetValue(interval)), cancellation));

var scale = new Option<double>("--scale") { Description = "How much of the day; 1 is 220,000 reports of 10", DefaultValueFactory = _ => 0.5 };
var cityGrids = new Option<int>("--city") { Description = "Grids of the city: 1,000, 15,000 or 150,000", DefaultValueFactory = _ => 15_000 };
var day = new Command("day", "A whole testing day flat out, until 2,000 displays show the right totals, beside peers with SignalR on top") { scale, watchers, connections, cityGrids, rounds, only };
day.SetAction((parsed, cancellation) => DayBench.RunAsync(
    new(parsed.GetValue(scale), parsed.GetValue(watchers), parsed.GetValue(connections), parsed.GetValue(cityGrids)), parsed.GetValue(rounds), parsed.GetValue(only) ?? [], cancellation));

var sizes = new Option<int[]>("--sizes") { Description = "Grids of the cities", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1_000, 15_000, 150_000] };
var size = new Command("size", "Whether cost and memory grow with the work and not with the city") { connections, seconds, rounds, sizes };
size.SetAction((parsed, cancellation) => SizeBench.RunAsync(
    parsed.GetValue(connections), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), parsed.GetValue(sizes)!, cancellation));

var rollUp = new Command("roll-up", "Messages into the city for a million observations") { connections, seconds, rounds };
rollUp.SetAction((parsed, cancellation) => RollUpBench.RunAsync(parsed.GetValue(connections), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), cancellation));

var quick = new Option<bool>("--quick") { Description = "Only whether they run" };
var micro = new Command("micro", "Parse, apply, merge and serialise by themselves, with what they allocate; built with bench/Micro") { quick };
micro.SetAction((parsed, cancellation) => MicroRun.RunAsync(parsed.GetValue(quick), cancellation));

var directory = new Argument<string>("directory") { Description = "Its data" };
var keepsNothing = new Option<bool>("--keeps-nothing") { Required = true };
var own = new Command("own", "GridGrains put together by the benchmark, started by it") { directory, keepsNothing };
own.Hidden = true;
own.SetAction((parsed, cancellation) => OwnHost.RunAsync(parsed.GetRequiredValue(directory), parsed.GetValue(keepsNothing), cancellation));

var grids = new Option<int>("--grids") { Required = true };
var postgres = new Option<string?>("--postgres");
var redis = new Option<int>("--redis");
var peerKind = new Argument<string>("kind");
var loadedPeer = new Command("peer", "A peer of ingest and day, started by them") { peerKind, directory, grids, postgres, redis };
loadedPeer.Hidden = true;
loadedPeer.SetAction((parsed, cancellation) => PeerKinds.RunAsync(
    parsed.GetRequiredValue(peerKind), parsed.GetRequiredValue(directory), parsed.GetValue(grids), parsed.GetValue(postgres), parsed.GetValue(redis), cancellation));

return await new RootCommand("Benchmarks of GridGrains; results go to bench/results") { ingest, rules, cold, calls, fanOut, stall, storm, flood, rollUp, day, size, micro, peer, own, loadedPeer }.Parse(args).InvokeAsync();
