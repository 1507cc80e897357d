using System.Collections.Immutable;
using GridGrains.Grains.Tests.Live;
using Xunit;

namespace GridGrains.Grains.Tests.Webhooks;

/// <summary>Webhooks of a real silo to a real web server.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private static readonly DateTime At = new(2022, 10, 6, 1, 0, 0, DateTimeKind.Utc);

    private static readonly (string, string)[] Quick =
    [
        ("Webhooks:AllowedHosts:0", "127.0.0.1"), ("Webhooks:Interval", "00:00:00.050"), ("Webhooks:FirstRetry", "00:00:00.020"), ("Webhooks:LongestRetry", "00:00:00.200"),
        ("Webhooks:Timeout", "00:00:02"),
    ];

    private RunningSilo silo = null!;
    private Receiver receiver = null!;

    public async ValueTask InitializeAsync() => (silo, receiver) = (await RunningSilo.StartAsync(Quick), await Receiver.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await silo.DisposeAsync();
    }

    [Fact]
    public async Task Counts_OfAPlaceAndThoseBelow_ArriveSignedAndInOrder_AlsoACorrection()
    {
        await RegisterAsync(WebhookTopic.Counts, "a.v1", depth: 1);
        await SampledIsAsync("a.v1.g1", 0);
        await silo.ReportAsync("a.v1.g1", Sampled("T1", 7));
        await SampledIsAsync("a.v1", 7);
        await silo.ReportAsync("a.v1.g1", Sampled("T1", 5, minute: 1));
        await SampledIsAsync("a.v1", 5);
        await SampledIsAsync("a.v1.g1", 5);

        Assert.All(receiver.Taken, message => Assert.True(message.IsSigned && message.Type == "counts"));
        Assert.Equal(["a.v1", "a.v1.g1", "a.v1.g2", "a.v1.g3"], Told().Select(told => told.Place).Distinct().Order());
        AssertVersionsRise();
        Assert.Equal("grid", receiver.Taken[0].Body.GetProperty("places")[1].GetProperty("level").GetString());
    }

    [Fact]
    public async Task Alerts_OfAReceiverThatFails_AllArriveInOrder_EachUnderOneId()
    {
        var asked = 0;
        receiver.Answer = _ => Interlocked.Increment(ref asked) % 3 == 0 ? 200 : 503;
        await silo.ReportAsync("a.v1.g1", Positive("T0", 1));
        await StandingAsync(1);
        await RegisterAsync(WebhookTopic.Alerts, "a");
        for (var tube = 1; tube <= 4; tube++)
        {
            await silo.ReportAsync("a.v1.g1", Positive($"T{tube}", 1));
            await StandingAsync(tube + 1);
        }
        await silo.ReportAsync("a.v1.g1", Positive("T2", 0, minute: 1));

        await TakenAsync(6);
        Assert.Equal(
            [(1, "T0", false), (2, "T1", false), (3, "T2", false), (4, "T3", false), (5, "T4", false), (6, "T2", true)],
            receiver.Taken.Select(message => message.Alert));
        Assert.NotEmpty(receiver.Refused);
        Assert.All(receiver.Refused.Concat(receiver.Taken).GroupBy(message => message.Alert.Number), same => Assert.Single(same.Select(message => message.Id).Distinct()));
        Assert.All(receiver.Refused.Concat(receiver.Taken), message => Assert.True(message.IsSigned));
        var state = await Eventually.IsAsync(StateAsync, state => state.Waiting == 0, "nothing waiting");
        Assert.Null(state.FailingSince);
    }

    [Fact]
    public async Task AReceiverThatIsDown_AndARestartOfTheService_LoseNothing()
    {
        await RegisterAsync(WebhookTopic.Alerts, "a");
        await silo.ReportAsync("a.v1.g1", Positive("T1", 1));
        await TakenAsync(1);
        await receiver.DownAsync();
        await silo.ReportAsync("a.v1.g1", Positive("T2", 1));
        await silo.ReportAsync("a.v2.g1", Positive("T3", 1));
        var failing = await Eventually.IsAsync(StateAsync, state => state is { Waiting: 2, FailingSince: not null }, "two alerts waiting for a receiver that is down");
        Assert.Equal("no connection", failing.Failure);

        await silo.RestartAsync();
        await silo.ReportAsync("a.v1.g1", Positive("T4", 1));
        await receiver.UpAsync();
        await TakenAsync(4);
        Assert.Equal([1L, 2, 3, 4], receiver.Taken.Select(message => message.Alert.Number).Distinct());
        Assert.Equal(["T1", "T2", "T3", "T4"], receiver.Taken.Select(message => message.Alert.Subject).Distinct().Order());
    }

    [Fact]
    public async Task ASlowReceiver_HoldsUpNobody_AndGetsTheNewestCountsAlone()
    {
        var open = new TaskCompletionSource();
        receiver.Before = () => open.Task;
        await using var quick = await Receiver.StartAsync();
        await RegisterAsync(WebhookTopic.Counts, "a.v1.g1");
        await RegisterAsync(WebhookTopic.Counts, "a.v1.g1", to: quick);
        for (var version = 1; version <= 20; version++)
        {
            await silo.ReportAsync("a.v1.g1", Sampled($"T{version}", 1));
            await Eventually.IsAsync(() => Task.FromResult(quick.Taken.SelectMany(message => message.Places).LastOrDefault().Sampled), sampled => sampled == version, $"version {version} at the quick one");
        }
        Assert.Empty(receiver.Taken);
        open.SetResult();
        await SampledIsAsync("a.v1.g1", 20);
        Assert.InRange(Told().Count(), 1, 4);
        AssertVersionsRise();
    }

    [Fact]
    public async Task ARestart_TellsCountsAgain_AndNoneOlder()
    {
        await RegisterAsync(WebhookTopic.Counts, "a", depth: 2);
        await silo.ReportAsync("a.v1.g1", Sampled("T1", 7));
        await silo.ReportAsync("a.v2.g3", Sampled("T2", 2));
        await SampledIsAsync("a", 9);
        await silo.RestartWithoutSavedStateAsync();
        await silo.ReportAsync("a.v2.g3", Sampled("T3", 1));
        await SampledIsAsync("a", 10);
        AssertVersionsRise();
    }

    [Fact]
    public async Task AWebhookThatIsTakenOut_IsToldNothingMore_AlsoAfterARestart()
    {
        var id = await RegisterAsync(WebhookTopic.Counts, "a.v1");
        await SampledIsAsync("a.v1", 0);
        Assert.Null(await Webhooks.Remove(PlaceId.Parse("a.v2"), id, "steward"));
        Assert.Equal(id, (await Webhooks.Remove(PlaceId.Parse("a"), id, "steward"))!.Webhook.Id);
        Assert.Null(await Webhooks.Remove(PlaceId.Parse("a"), id, "steward"));
        await silo.RestartAsync();
        Assert.Empty(await Webhooks.List(PlaceId.Parse("a")));
        var before = receiver.Taken.Length;
        await using var other = await Receiver.StartAsync();
        await RegisterAsync(WebhookTopic.Counts, "a.v1", to: other);
        await silo.ReportAsync("a.v1.g1", Sampled("T1", 7));
        await Eventually.IsAsync(() => Task.FromResult(other.Taken.SelectMany(message => message.Places).LastOrDefault().Sampled), sampled => sampled == 7, "the report at the other one");
        Assert.Equal(before, receiver.Taken.Length);
    }

    [Fact]
    public async Task TheSameAgain_IsAnsweredAsItStands_AndOtherwiseRefused()
    {
        var webhook = New(WebhookTopic.Counts, "a.v1", 0, receiver);
        var first = await Webhooks.Register(webhook, Receiver.Secret, "steward");
        Assert.Equal(first.State!.Webhook, (await Webhooks.Register(webhook, Receiver.Secret, "steward")).State!.Webhook);
        Assert.Equal("id", (await Webhooks.Register(webhook with { Depth = 1 }, Receiver.Secret, "steward")).Member);
        Assert.Equal("id", (await Webhooks.Register(webhook, "whsec_" + Convert.ToBase64String(new byte[32]), "steward")).Member);
        Assert.Equal("secret", (await Webhooks.Register(webhook with { Id = Guid.NewGuid() }, "hush", "steward")).Member);
        Assert.Equal("url", (await Webhooks.Register(webhook with { Id = Guid.NewGuid(), Url = "https://elsewhere.example/" }, Receiver.Secret, "steward")).Member);
        Assert.Single(await Webhooks.List(PlaceId.Parse("a")));
    }

    private static Observation Sampled(string tube, long value, int minute = 0) => new("tests.sampled", tube, value, At.AddMinutes(minute));

    private static Observation Positive(string tube, long value, int minute = 0) => new("tests.positive", tube, value, At.AddMinutes(minute));

    private static Webhook New(WebhookTopic topic, string place, int depth, Receiver to) =>
        new(Guid.NewGuid(), RunningSilo.Campaign, PlaceId.Parse(place), topic, depth, to.Url, default);

    private IWebhookGrain Webhooks => silo.Grains.GetGrain<IWebhookGrain>(RunningSilo.Campaign);

    private IEnumerable<(string Place, long Version, long Sampled)> Told() => receiver.Taken.SelectMany(message => message.Places);

    private async Task<Guid> RegisterAsync(WebhookTopic topic, string place, int depth = 0, Receiver? to = null)
    {
        var webhook = New(topic, place, depth, to ?? receiver);
        var answer = await Webhooks.Register(webhook, Receiver.Secret, "steward");
        Assert.True(answer.State is not null, $"{answer.Member} {answer.Message}");
        return webhook.Id;
    }

    private async Task<WebhookState> StateAsync() => (await Webhooks.List(PlaceId.Parse("a")))[0];

    private Task<(string Place, long Version, long Sampled)> SampledIsAsync(string place, long sampled) => Eventually.IsAsync(
        () => Task.FromResult(Told().LastOrDefault(told => told.Place == place)), told => told.Place == place && told.Sampled == sampled, $"{sampled} sampled of {place} at the receiver");

    private Task<int> TakenAsync(int number) => Eventually.IsAsync(
        () => Task.FromResult(receiver.Taken.DistinctBy(message => message.Id).Count()), taken => taken >= number, $"{number} messages at the receiver");

    private Task<ImmutableArray<Alert>> StandingAsync(int number) => Eventually.IsAsync(
        () => silo.Grains.GetGrain<IBoardGrain>(RunningSilo.Campaign).Alerts(PlaceId.Parse("a"), 100), alerts => alerts.Length == number, $"{number} alerts");

    private void AssertVersionsRise() => Assert.All(Told().GroupBy(told => told.Place), place =>
    {
        var versions = place.Select(told => told.Version).ToImmutableArray();
        Assert.Equal(versions.Order(), versions);
    });
}
