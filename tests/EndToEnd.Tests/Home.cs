using System.Net.Http.Headers;
using GridGrains.Cli;
using GridGrains.Gateway;

namespace GridGrains.EndToEnd.Tests;

/// <summary>Where a service lives: a data directory, a port, and a database. The service may come and go.</summary>
internal sealed class Home : IAsyncDisposable
{
    private static readonly TimeSpan TokenTtl = TimeSpan.FromHours(1);
    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("gridgrains-");
    private readonly string? postgres;
    private StartedProgram? service;

    /// <summary>A home where nothing has been served yet.</summary>
    /// <param name="postgres">The connection string of its database; none: SQLite.</param>
    public Home(string? postgres = null)
    {
        this.postgres = postgres;
        Data = Path.Combine(parent.FullName, "data");
        Url = new Uri($"http://127.0.0.1:{Loopback.FreePort()}/");
    }

    /// <summary>The data directory.</summary>
    public string Data { get; }

    /// <summary>The address.</summary>
    public Uri Url { get; }

    /// <summary>The service that runs.</summary>
    public StartedProgram Service => service ?? throw new InvalidOperationException("the service is not started");

    /// <summary>A home with this database.</summary>
    public static async Task<Home> NewAsync(Keeper keeper, Databases databases) => new(keeper == Keeper.Postgres ? await databases.NewAsync() : null);

    /// <summary>Starts the service and waits until it prints where it is.</summary>
    public Task<Home> ServeAsync(params IEnumerable<string> further) => ServeAsync(new Dictionary<string, string>(), further);

    /// <summary>As above, with this added to its environment.</summary>
    public async Task<Home> ServeAsync(IReadOnlyDictionary<string, string> environment, IEnumerable<string> further)
    {
        service = StartedProgram.Start(StartedProgram.Built, environment, [.. ServeLine, .. further]);
        await Wait.UntilAsync("the service prints its address", () => service.Output.Contains("GridGrains serves", StringComparison.Ordinal) || service.HasEnded);
        Assert.False(service.HasEnded, service.Errors);
        return this;
    }

    /// <summary>The arguments that serve this home.</summary>
    public IEnumerable<string> ServeLine => ["serve", "--data", Data, "--urls", Url.GetLeftPart(UriPartial.Authority), .. postgres is null ? [] : new[] { "--postgres", postgres }];

    /// <summary>Ends the service as an operator does.</summary>
    public async Task StopAsync()
    {
        await Service.TerminateAsync();
        await Service.EndAsync(0);
    }

    /// <summary>The arguments of a verb that speaks to this service.</summary>
    public IEnumerable<string> Line(params IEnumerable<string> verb) => [.. verb, "--url", Url.ToString(), "--data", Data];

    /// <summary>Runs a verb against this service; its exit code must be this one.</summary>
    public Task<StartedProgram> RunAsync(int exitCode, params IEnumerable<string> verb) => StartedProgram.RunAsync(exitCode, Line(verb));

    /// <summary>A token of the local key.</summary>
    public string Token(string role, params IEnumerable<string> places) => LocalKey.Open(Data).IssueToken([role], places.Select(p => PlaceId.Parse(p)), TokenTtl);

    /// <summary>The service as a steward of these places sees it.</summary>
    public Api Api(params IEnumerable<string> places) => new(Url, Token("steward", places), connections: 8, TimeProvider.System);

    /// <summary>A plain client with a token.</summary>
    public HttpClient Client(string role, params IEnumerable<string> places)
    {
        var client = new HttpClient { BaseAddress = Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(role, places));
        return client;
    }

    /// <summary>A connection to the hub.</summary>
    public Task<HubClient> HubAsync(string role, string place, Action<HubClient>? configure = null, CancellationToken cancellation = default) =>
        HubClient.ConnectAsync(Url, Token(role, place), configure, cancellation: cancellation);

    public async ValueTask DisposeAsync()
    {
        if (service is not null)
        {
            // Shown where the test fails.
            TestContext.Current.TestOutputHelper?.WriteLine(service.Errors);
            await service.DisposeAsync();
        }
        parent.Delete(recursive: true);
    }
}
