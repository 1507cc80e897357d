using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace GridGrains.Webhooks;

/// <summary>
/// The counts that a webhook is told of: of each place the newest, looked up when they can be sent. So nothing piles up for a system that is slow, and what it gets is never older than
/// what it has.
/// </summary>
/// <remarks>
/// Only counts that are whole are told: they contain every report that was acknowledged before they were asked for, so they cannot fall behind those told before a restart, of which nothing is kept.
/// </remarks>
internal sealed class CountMessages(Webhook webhook, IGrainFactory grains, CurrentCity current) : IMessages
{
    // About 100 KiB.
    private const int MostInOne = 200;

    private readonly Dictionary<PlaceId, PlaceCounts> taken = [];
    private List<PlaceCounts> given = [];
    private int waiting;
    private bool done;

    public async Task<WebhookMessage?> NextAsync(CancellationToken cancellation)
    {
        var city = current.Value;
        if (!city.TryGetLedger(new LedgerKey(webhook.Campaign, webhook.Place), out var campaign, out var root))
            return null;
        // The counts of a closed campaign stay as they are, so its grains may sleep.
        var isClosed = campaign.State == CampaignState.Closed;
        if (isClosed && done)
            return null;
        var newer = (await LookAsync(root).WaitAsync(cancellation)).Where(IsNews).ToList();
        waiting = newer.Count;
        done = isClosed && waiting == 0;
        if (waiting == 0)
            return null;
        given = newer.Count > MostInOne ? newer.GetRange(0, MostInOne) : newer;
        var id = $"{webhook.Id:N}-{Hash(given)}";
        return new(id, Body(id, given, city));
    }

    public Task TakenAsync(CancellationToken cancellation)
    {
        foreach (var counts in given)
            taken[counts.Place] = counts;
        waiting -= given.Count;
        return Task.CompletedTask;
    }

    public Task<long> WaitingAsync(CancellationToken cancellation) => Task.FromResult<long>(waiting);

    // In the order of the tree. Each area and its children come from one moment, and no leaf is woken for it.
    private async Task<IEnumerable<PlaceCounts>> LookAsync(PlaceNode root)
    {
        if (webhook.Depth == 0 || root.IsLeaf)
            return [await (root.IsLeaf ? Leaf(root) : Area(root)).Get()];
        var areas = root.Subtree(webhook.Depth - 1).Where(node => !node.IsLeaf).ToList();
        var families = await Task.WhenAll(areas.Select(area => Area(area).Children()));
        var newest = new Dictionary<PlaceId, PlaceCounts>();
        foreach (var counts in families.SelectMany(family => family.Children.Prepend(family.Area)))
        {
            if (counts.IsNewerThan(newest.GetValueOrDefault(counts.Place)))
                newest[counts.Place] = counts;
        }
        return newest.Values.OrderBy(counts => counts.Place.Value.Replace('.', '\0'), StringComparer.Ordinal);
    }

    private IPlaceGrain Leaf(PlaceNode node) => grains.GetGrain<IGridGrain>(Key(node));

    private IAreaGrain Area(PlaceNode node) => grains.GetGrain<IAreaGrain>(Key(node));

    private string Key(PlaceNode node) => new LedgerKey(webhook.Campaign, node.Place.Id).ToString();

    // Between equal versions what depends on the time alone may differ.
    private bool IsNews(PlaceCounts counts) => counts.IsWhole
        && (!taken.TryGetValue(counts.Place, out var before) || counts.Version > before.Version || (counts.IsNewerThan(before) && !counts.Counts.Equals(before.Counts)));

    // By what is told and not by when it was asked for: so the same is told under the same id, also after a restart.
    private static string Hash(List<PlaceCounts> told)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var counts in told)
            {
                json.WriteStringValue(counts.Place.Value);
                json.WriteNumberValue(counts.Version);
                foreach (var count in Catalogue.Current.Counts.Where(count => counts.Counts[count.Index] != 0))
                {
                    json.WriteNumberValue(count.Index);
                    json.WriteNumberValue(counts.Counts[count.Index]);
                }
            }
            json.WriteEndArray();
        }
        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan))[..24];
    }

    private byte[] Body(string id, List<PlaceCounts> told, City city)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var json = new Utf8JsonWriter(buffer, MessageBody.Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "counts");
            json.WriteString("id"u8, id);
            json.WriteString("webhook"u8, webhook.Id);
            json.WriteString("campaign"u8, webhook.Campaign);
            json.WriteStartArray("places"u8);
            foreach (var counts in told)
                Write(json, counts, city);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, PlaceCounts counts, City city)
    {
        var place = city.TryGetPlace(counts.Place, out var node) ? node.Place : null;
        json.WriteStartObject();
        json.WriteString("place"u8, counts.Place.Value);
        json.WriteString("level"u8, place?.Level ?? "");
        json.WriteString("name"u8, place?.Name ?? counts.Place.Value);
        if (place?.NameEn is { } english)
            json.WriteString("nameEn"u8, english);
        json.WriteNumber("version"u8, counts.Version);
        json.WriteString("asOf"u8, MessageBody.Time(counts.AsOf));
        json.WriteStartObject("counts"u8);
        foreach (var count in Catalogue.Current.Counts)
        {
            if (counts.Counts[count.Index] is not 0 and var value)
                json.WriteNumber(count.Code, value);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
