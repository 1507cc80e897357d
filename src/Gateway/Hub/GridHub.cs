using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>What a client may ask on <c>/hub</c>. Every refusal is a <see cref="HubException"/> whose message is the problem as JSON.</summary>
internal sealed class GridHub(LedgerLookup ledgers, ReportDoor door, IOptions<FeedOptions> feed, IOptions<GatewayOptions> gateway) : Hub
{
    private ClientFeed Client => ConnectedClients.FeedOf(Context);

    /// <summary>Watches places and answers with their present snapshots, in the order asked; pushes of them come after the answer and are newer.</summary>
    public async Task<SnapshotAnswer> Watch(string campaign, string[] places)
    {
        var (answer, problem) = await Client.WatchAsync(await FindAllAsync(campaign, places), Context.ConnectionAborted);
        return answer ?? throw Refusal.Of(problem!);
    }

    /// <summary>Ends snapshots of these places.</summary>
    public void Unwatch(string campaign, string[] places)
    {
        foreach (var text in Present(places))
        {
            if (PlaceId.TryParse(text, null, out var place))
                Client.Unwatch([new LedgerKey(Present(campaign), place)]);
        }
    }

    /// <summary>Watches the tree below a place and answers with all of it; pushes have the rows that changed.</summary>
    public async Task<TreeAnswer> WatchTree(string campaign, string root, string[] counts, int depth)
    {
        var found = await FindAsync(campaign, root);
        var key = new TreeKey(found.Key, Depth(depth), Columns(counts, Access.Reading(Context.User!)));
        var rows = found.Place!.Subtree(depth).Take(feed.Value.MaxTreeRows + 1).Count();
        if (rows > feed.Value.MaxTreeRows)
            throw Refusal.Of(Problem.Invalid("depth", $"would give more than the {feed.Value.MaxTreeRows} rows that a tree may have"));
        var (answer, problem) = await Client.WatchTreeAsync(key, Context.ConnectionAborted);
        return answer ?? throw Refusal.Of(problem!);
    }

    /// <summary>Ends the tree below a place.</summary>
    public void UnwatchTree(string campaign, string root)
    {
        if (PlaceId.TryParse(root, null, out var place))
            Client.UnwatchTree(new LedgerKey(Present(campaign), place));
    }

    /// <summary>Reports to a leaf; the receipt comes when the report is durable.</summary>
    public async Task<ReceiptAnswer> Report(string campaign, string place, JsonElement report)
    {
        var utf8 = Body(report);
        if (utf8.Length > gateway.Value.MaxBodyBytes)
            throw Refusal.Of(Problem.TooLarge($"a report has at most {gateway.Value.MaxBodyBytes} bytes"));
        var outcome = await door.ReportAsync(Context.User!, Present(campaign), Present(place), utf8, Context.ConnectionAborted);
        return outcome.Receipt is { } receipt ? new ReceiptAnswer(receipt) : throw Refusal.Of(outcome.Problem!);
    }

    private static ReadOnlyMemory<byte> Body(JsonElement report) =>
        report.ValueKind == JsonValueKind.Undefined ? default : Encoding.UTF8.GetBytes(report.GetRawText());

    private static T Present<T>(T? argument) where T : class =>
        argument ?? throw Refusal.Of(Problem.Malformed("an argument is null"));

    private static int Depth(int depth) =>
        depth is >= 0 and < PlaceId.MaxDepth ? depth : throw Refusal.Of(Problem.Invalid("depth", $"must be 0 to {PlaceId.MaxDepth - 1}"));

    private static ImmutableArray<TreeColumn> Columns(string[] names, AccessAction reading)
    {
        if (Present(names).Length is 0 || names.Length > Catalogue.Current.Counts.Length)
            throw Refusal.Of(Problem.Invalid("counts", $"must be 1 to {Catalogue.Current.Counts.Length} counts of the catalogue"));
        var columns = new TreeColumn[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            columns[i] = TreeColumn.TryParse(Present(names[i]), out var column)
                ? column
                : throw Refusal.Of(Problem.Invalid($"counts[{i}]", "is not a count of the catalogue, alone or with :target, :remaining, :coverage, :perHour or :finish"));
            if (reading == AccessAction.ReadPublic && (column.Of != TargetMeasure.Value || PublicCounts.IndexOf(column.Count) < 0))
                throw Refusal.Of(Problem.Invalid($"counts[{i}]", "is not a count of the public view"));
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(columns);
    }

    private async Task<LedgerKey[]> FindAllAsync(string campaign, string[] places)
    {
        if (Present(places).Length > feed.Value.MaxPlaces)
            throw Refusal.Of(Problem.Invalid("places", $"has more than the {feed.Value.MaxPlaces} that one connection may watch"));
        var keys = new LedgerKey[places.Length];
        for (var i = 0; i < places.Length; i++)
            keys[i] = (await FindAsync(campaign, places[i])).Key;
        return keys;
    }

    private async Task<LedgerFinding> FindAsync(string campaign, string place)
    {
        var found = await ledgers.FindToReadAsync(Context.User!, Present(campaign), Present(place));
        return found.Problem is { } problem ? throw Refusal.Of(problem) : found;
    }
}
