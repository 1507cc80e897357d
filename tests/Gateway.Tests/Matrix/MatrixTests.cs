using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Reflection;
using System.Text.Json;
using GridGrains.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GridGrains.Gateway.Tests;

/// <summary>
/// Every role, of every subtree, asks by every route, verb and method of the hub about every place, and gets what <see cref="Contract"/>
/// says. What is refused is refused without a look at what is there: by the same answer for what exists and what does not, and
/// without a call of any grain.
/// </summary>
public sealed class MatrixTests : IAsyncLifetime
{
    private const int AtOnce = 8;
    private static readonly string[] Places = [.. Country.There, .. Country.Missing];
    private static readonly Caller[] Callers = [.. Everybody()];

    private readonly CountedGrains grains = CountedGrains.Create(out var _);
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await TestGateway.StartAsync((IGrainFactory)(object)grains, TestGateway.WithoutRates);

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task EveryCell_IsAsTheContractSays()
    {
        var cells = Contract.Calls.SelectMany(call => Callers.SelectMany(caller => Places.Where(p => IsCell(call, p)).Select(place => new Cell(call, caller, place)))).ToArray();
        var (refused, allowed) = (cells.Where(c => c.IsRefused).ToArray(), cells.Where(c => !c.IsRefused).ToArray());

        var asked = grains.Calls;
        var faults = new ConcurrentQueue<string>();
        var answers = await AskAsync(refused, faults);
        Assert.Equal(asked, grains.Calls);
        foreach (var alike in answers.GroupBy(a => (a.Cell.Call, a.Cell.Caller)))
        {
            var ways = alike.Select(a => a.Heard).Distinct().ToArray();
            Assert.True(ways.Length == 1, $"{alike.Key.Caller}: {alike.Key.Call.Name} is refused in {ways.Length} ways:\n{string.Join('\n', ways.Select(w => w.ToString()))}");
        }

        await AskAsync(allowed, faults);
        Assert.True(faults.IsEmpty, $"{faults.Count} of {cells.Length} cells are wrong:\n{string.Join('\n', faults.Take(20))}");
        Assert.InRange(cells.Length, 20_000, int.MaxValue);
        Assert.InRange(allowed.Length, 5_000, refused.Length);
        TestContext.Current.TestOutputHelper!.WriteLine($"{cells.Length} cells, {refused.Length} of them refused");
    }

    [Fact]
    public async Task EveryListing_ShowsWhatTheContractAllows()
    {
        var (places, campaigns) = (Contract.Calls.Single(c => c.Name == "GET /api/places"), Contract.Calls.Single(c => c.Name == "GET /api/campaigns"));
        foreach (var caller in Callers.Where(c => c.IsGood))
        {
            var listed = await ListAsync("/api/places", caller, json => json.GetProperty("places").EnumerateArray(), Country.Listed);
            Assert.All(Country.Listed, place => Assert.True(
                listed.Contains(place) == (Contract.Of(places, caller, place) == Expected.Done), $"{caller}: {place} is {(listed.Contains(place) ? "" : "not ")}listed"));
            var seen = await ListAsync("/api/campaigns", caller, json => json.EnumerateArray(), Country.There);
            Assert.All(Country.There, place => Assert.True(
                seen.Contains(Country.CampaignOf(place)) == (Contract.Of(campaigns, caller, place) == Expected.Done), $"{caller}: the campaign of {place}"));
        }
    }

    [Fact]
    public void EveryEndpoint_IsInTheMatrix()
    {
        var mapped = gateway.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().SelectMany(endpoint =>
            (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]).Select(method => $"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/')}"));
        var methods = typeof(GridHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(method => $"hub {method.Name}");
        Assert.Equal(
            Contract.Calls.Select(call => call.Name).Concat(Contract.Open).Order(StringComparer.Ordinal),
            mapped.Concat(methods).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryRelation_IsInTheMatrixForEveryRole()
    {
        string[] relations = ["itself", "below", "above", "beside", "look-alike", "elsewhere", "not there"];
        foreach (var role in Country.Roles)
        {
            var found = Callers.Where(c => c.IsGood && c.Roles == role).SelectMany(c => c.Subtrees.SelectMany(root => Places.Select(place => Relation(root, place)))).ToHashSet();
            Assert.Superset(relations.ToHashSet(), found);
        }
    }

    // A campaign is of a place that is there; one that is not there yet can only be made.
    private static bool IsCell(Call call, string place) =>
        call.Name != "GET /api/campaigns" && (!IsOfACampaign(call.Name) || Country.There.Contains(place));

    private static bool IsOfACampaign(string name) =>
        name is "GET /api/campaigns/{c}" or "POST /api/campaigns/{c}/close" || name.Contains("/emergency", StringComparison.Ordinal);

    private static IEnumerable<Caller> Everybody()
    {
        foreach (var roles in Country.Roles)
        {
            foreach (var subtrees in Country.Subtrees)
                yield return new(roles, subtrees, Token: TestGateway.Token("", "", t => (t.Claims["role"], t.Claims["place"]) = (roles, subtrees)));
        }
        yield return new([], [], IsGood: false);
        yield return new([], [], IsGood: false, TestGateway.Token("steward", "yuan", t => t.Expires = t.NotBefore!.Value.AddMinutes(1)));
    }

    private static string Relation(string root, string place) =>
        !Country.IsThere(place) ? "not there"
        : place == root ? "itself"
        : place.StartsWith(root + ".", StringComparison.Ordinal) ? "below"
        : root.StartsWith(place + ".", StringComparison.Ordinal) ? "above"
        : place.StartsWith(root, StringComparison.Ordinal) ? "look-alike"
        : Above(place) == Above(root) ? "beside" : "elsewhere";

    private static string Above(string place) => place.Contains('.', StringComparison.Ordinal) ? place[..place.LastIndexOf('.')] : "";

    private async Task<List<(Cell Cell, Heard Heard)>> AskAsync(Cell[] cells, ConcurrentQueue<string> faults)
    {
        var answers = new ConcurrentQueue<(Cell Cell, Heard Heard)>();
        var together = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(cells.Where(c => !c.IsOnHub), together, async (cell, _) =>
            Take(cell, await Asking.OverHttpAsync(gateway.Http, cell.Call, cell.Caller, cell.Place)));
        await Parallel.ForEachAsync(cells.Where(c => c.IsOnHub).GroupBy(c => c.Caller), together, async (calls, cancellation) =>
        {
            if (!calls.Key.IsGood)
            {
                var refused = await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(gateway.Http.BaseAddress!, calls.Key.Token, cancellation: cancellation));
                foreach (var cell in calls)
                    Take(cell, new(refused.Message.Contains("401", StringComparison.Ordinal) ? 401 : 0, "", ""));
                return;
            }
            await using var hub = await HubClient.ConnectAsync(gateway.Http.BaseAddress!, calls.Key.Token, cancellation: cancellation);
            foreach (var cell in calls)
            {
                Take(cell, await Asking.OnHubAsync(hub, cell.Call, cell.Place));
                if (cell is { IsRefused: false, Call.Name: "hub WatchTree" })
                    await hub.InvokeAsync("UnwatchTree", Country.LargestOf(cell.Place), cell.Place);
            }
        });
        return [.. answers];

        void Take(Cell cell, Heard heard)
        {
            answers.Enqueue((cell, heard));
            if (heard.Status != cell.Status)
                faults.Enqueue($"{cell.Caller}: {cell.Call.Name} of {cell.Place}: {heard.Status} instead of {cell.Status}");
        }
    }

    private async Task<HashSet<string>> ListAsync(string path, Caller caller, Func<JsonElement, JsonElement.ArrayEnumerator> rows, string[] all)
    {
        var answer = await gateway.SendAsync(HttpMethod.Get, path, caller.Token);
        if (answer.Status == 403)
            return [];
        var listed = rows(answer.IsOk()).Select(row => row.GetProperty("id").GetString()!).ToHashSet();
        Assert.InRange(listed.Count, 0, all.Length);
        return listed;
    }

    private sealed record Cell(Call Call, Caller Caller, string Place)
    {
        public int Status { get; } = Contract.Of(Call, Caller, Place) switch
        {
            Expected.Unauthenticated => 401,
            Expected.Forbidden => 403,
            Expected.NotFound => 404,
            Expected.Invalid => 422,
            _ => 200,
        };

        public bool IsRefused => Status is 401 or 403;

        public bool IsOnHub => Call.Name.StartsWith("hub", StringComparison.Ordinal);
    }
}
