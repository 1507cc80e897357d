namespace GridGrains.Gateway.Tests;

/// <summary>A gateway for the facts of a class, new for each fact.</summary>
public abstract class GatewayFacts : IAsyncLifetime
{
    internal const string Ledger = $"/api/campaigns/{Town.Round}/places/";

    internal TestGateway Gateway { get; private set; } = null!;

    /// <summary>What is configured beside what every fact has.</summary>
    internal virtual (string Key, string Value)[] Settings => [];

    public async ValueTask InitializeAsync() => Gateway = await TestGateway.StartAsync(Settings);

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal static string Report(params string[] observations) => Report(Guid.NewGuid(), observations);

    internal static string Report(Guid id, params string[] observations) => $$"""{ "reportId": "{{id}}", "observations": [{{string.Join(',', observations)}}] }""";

    internal static string Observation(string subject = "T1", string value = "1", string at = "2022-10-06T09:12:31Z", string series = "tests.sampled") =>
        $$"""{ "series": "{{series}}", "subject": "{{subject}}", "value": {{value}}, "at": "{{at}}" }""";
}
