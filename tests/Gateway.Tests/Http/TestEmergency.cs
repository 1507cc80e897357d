namespace GridGrains.Gateway.Tests;

/// <summary>The emergency grain of a fact: 40 minutes after the activation 176 were called and 158 are there.</summary>
internal sealed class TestEmergency(TestCity city, string campaign) : IEmergencyGrain
{
    private static readonly DateTime Begun = Town.CreatedAt.UtcDateTime;

    public Task<EmergencyStatus?> Get(long cityVersion, int limit) => Task.FromResult(Find() is { } emergency
        ? new EmergencyStatus(
            Begun.AddMinutes(40),
            new(176, 158, Begun.AddMinutes(30), 1, [new(PlaceId.Parse(Town.Grid), 20, 2)], 1, [PlaceId.Parse(Town.OtherGrid)]),
            [
                new("muster", Begun.AddMinutes(30), TaskStanding.Late, null, ByCount: false),
                emergency.Done.TryGetValue("first-report", out var done)
                    ? new("first-report", Begun.AddMinutes(120), TaskStanding.Done, done, ByCount: false)
                    : new("first-report", Begun.AddMinutes(120), TaskStanding.Open, null, ByCount: false),
            ])
        : null);

    public Task<EmergencySummary?> Summary(long cityVersion) => Task.FromResult(Find() is not null
        ? new EmergencySummary(
            Begun.AddDays(1),
            Begun.AddDays(1),
            Begun.AddMinutes(42),
            176,
            176,
            [new(PlaceId.Parse($"{Town.Root}.desk"), 0, 0), new(PlaceId.Parse(Town.Village), 176, 176)],
            [
                new("muster", Begun.AddMinutes(30), TaskStanding.Done, Begun.AddMinutes(42), ByCount: true),
                new("first-report", Begun.AddMinutes(120), TaskStanding.Late, null, ByCount: false),
            ],
            Town.Counts(Town.Root, 3, ("muster.called", 176), ("muster.present", 176), ("tests.sampled", 12)).Counts,
            3,
            [new("muster.incomplete", AlertSeverity.Critical, 1)])
        : null);

    private Emergency? Find() => city.Image.Campaigns.FirstOrDefault(c => c.Id == campaign)?.Emergency;
}
