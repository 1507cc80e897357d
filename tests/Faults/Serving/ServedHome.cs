namespace GridGrains.Faults;

/// <summary>
/// A service in one process: a data directory, a port and a database that stay while the process comes and goes.
/// </summary>
internal sealed class ServedHome : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("gridgrains-faults-");
    private readonly Uri url = new($"http://127.0.0.1:{Loopback.FreePort()}/");
    private readonly string? postgres;
    private readonly JournalTable journal;
    private StartedProgram? service;
    private Target? target;

    private ServedHome(string? postgres, string? journalOf = null)
    {
        this.postgres = postgres;
        Data = Path.Combine(parent.FullName, "data");
        journal = postgres is null ? JournalTable.OfSqlite(Path.Combine(Data, "gridgrains.db")) : JournalTable.OfPostgres(journalOf ?? postgres);
    }

    /// <summary>The data directory.</summary>
    public string Data { get; }

    /// <summary>The program that is served; the one built with the harness if nothing else is said.</summary>
    public string Served { get; init; } = StartedProgram.Built;

    /// <summary>Environment of every start, beside that of the single one.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The process that runs.</summary>
    public StartedProgram Process => service ?? throw new InvalidOperationException("the service is not started");

    /// <summary>As its clients see it, from the first start on.</summary>
    public Target Target => target ?? throw new InvalidOperationException("the service was never started");

    /// <summary>A home with a database of its own, where nothing has been served yet.</summary>
    public static async Task<ServedHome> NewAsync(
        Keeper keeper, Stores stores, CancellationToken cancellation, string? program = null, IReadOnlyDictionary<string, string>? environment = null) => new(
        keeper == Keeper.Postgres ? await (await stores.PostgresAsync(cancellation)).CreateDatabaseAsync(cancellation) : null)
        {
            Served = program ?? StartedProgram.Built,
            Environment = environment ?? new Dictionary<string, string>(),
        };

    /// <summary>A home on this PostgreSQL database.</summary>
    public static ServedHome On(string postgres, string? program = null, IReadOnlyDictionary<string, string>? environment = null) =>
        new(postgres) { Served = program ?? StartedProgram.Built, Environment = environment ?? new Dictionary<string, string>() };

    /// <summary>A home that reaches its PostgreSQL database by one connection string, while the auditor reads by another.</summary>
    public static ServedHome Behind(string way, string database, IReadOnlyDictionary<string, string>? environment = null) =>
        new(way, database) { Environment = environment ?? new Dictionary<string, string>() };

    /// <summary>Starts the process and waits until it is ready.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="environment">Added to the process' environment for this start.</param>
    public async Task<ServedHome> StartAsync(CancellationToken cancellation, params (string Name, string Value)[] environment)
    {
        await LaunchAsync(environment);
        using var http = new HttpClient { BaseAddress = url };
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(StartWithin);
        while (!await IsReadyAsync(http, late.Token))
        {
            if (Process.HasEnded)
                throw new InvalidOperationException($"serve ended with exit code {Process.ExitCode}\n{Process.Errors}");
            if (late.IsCancellationRequested)
                throw new TimeoutException($"waited {StartWithin.TotalSeconds:0} s for the service to be ready\n{Process.Errors}");
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, cancellation);
        }
        target ??= new([url], await TokensAsync(cancellation), journal);
        return this;
    }

    /// <summary>Starts the process and does not wait: it may be meant to die, or to refuse.</summary>
    public async Task<StartedProgram> LaunchAsync(params (string Name, string Value)[] environment)
    {
        if (service is not null)
            await service.DisposeAsync();
        // A handful of reporters send what a town does, so none may be held to a share of it.
        var all = new Dictionary<string, string>(Environment) { ["Gateway__SharedReportsPerSecond"] = "0" };
        foreach (var (name, value) in environment)
            all[name] = value;
        return service = StartedProgram.Start(Served, all, ["serve", "--data", Data, "--urls", url.GetLeftPart(UriPartial.Authority), "--empty", .. postgres is null ? [] : new[] { "--postgres", postgres }]);
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => Process.KillAsync();

    /// <summary>SIGTERM, and the drain to its end.</summary>
    public async Task StopAsync()
    {
        await Process.TerminateAsync();
        await Process.EndAsync(0);
    }

    /// <summary>Ends the process if it runs.</summary>
    public async Task EndAsync()
    {
        if (service is not null)
            await service.DisposeAsync();
        service = null;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        parent.Delete(recursive: true);
    }

    private async Task<Tokens> TokensAsync(CancellationToken cancellation) => Environment.TryGetValue("Auth__Key", out var key)
        ? new Tokens(Convert.FromBase64String(key))
        : await Tokens.OfDirectoryAsync(Data, cancellation);

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
