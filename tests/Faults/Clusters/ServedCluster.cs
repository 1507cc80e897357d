using System.Reflection;

namespace GridGrains.Faults;

/// <summary>Three silos and two gateways as processes, over a PostgreSQL server of their own.</summary>
internal sealed class ServedCluster : IAsyncDisposable
{
    private const int SiloCount = 3;
    private const int GatewayCount = 2;
    private const int LastLines = 25;
    private const int LineLength = 300;
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gridgrains-cluster-");
    private Target? target;

    private ServedCluster(Network? network) => Network = network;

    /// <summary>The network, where the members have one of their own.</summary>
    public Network? Network { get; }

    /// <summary>The database.</summary>
    public PostgresServer Database { get; private set; } = null!;

    /// <summary>The silos.</summary>
    public IReadOnlyList<Member> Silos { get; private set; } = [];

    /// <summary>The gateways.</summary>
    public IReadOnlyList<Member> Gateways { get; private set; } = [];

    /// <summary>Silos and gateways.</summary>
    public IEnumerable<Member> Members => Silos.Concat(Gateways);

    /// <summary>As its clients see it.</summary>
    public Target Target => target ?? throw new InvalidOperationException("the cluster was never started");

    /// <summary>How often a silo found that another activation had written to its ledger: activations of which there were two.</summary>
    public int Fenced => Silos.SelectMany(s => s.Log).SelectMany(l => l.Split('\n')).Count(l => l.EndsWith("reports: Fenced", StringComparison.Ordinal));

    /// <summary>The last of what each silo and gateway has logged, for whoever has to find out why something failed.</summary>
    public string LastWords => string.Join('\n', Members.Select(m => $"--- {m.Name}{(m.Runs ? "" : ", which does not run")}\n{string.Join('\n', Words(m).TakeLast(LastLines))}"));

    /// <summary>Starts everything and imports the city.</summary>
    /// <param name="separate">Whether each member gets a network namespace of its own.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="SkippedException">This machine cannot.</exception>
    public static async Task<ServedCluster> StartAsync(bool separate, CancellationToken cancellation)
    {
        if (typeof(ServedCluster).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "OrleansSource").Value != "packages")
            throw new SkippedException("a cluster of several processes needs the Orleans packages");
        if (PostgresServer.Unavailable is { } reason)
            throw new SkippedException(reason);
        var cluster = new ServedCluster(separate ? await Network.NewAsync(SiloCount + GatewayCount) : null);
        try
        {
            await cluster.BeginAsync(cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until every gateway says that it is ready.</summary>
    public async Task ReadyAsync(CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(ReadyWithin);
        foreach (var gateway in Enumerable.Range(0, Target.Gateways.Count))
        {
            using var http = Target.Client("", gateway);
            while (!await IsReadyAsync(http))
            {
                if (late.IsCancellationRequested)
                    throw new TimeoutException($"waited {ReadyWithin.TotalSeconds:0} s for {Gateways[gateway].Name} to be ready\n{string.Join('\n', Members.Select(m => $"{m.Name}: {m.Log.Last()}"))}");
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
            }
        }
    }

    /// <summary>Starts again what has ended, as a supervisor does.</summary>
    public Task StartDeadAsync(CancellationToken cancellation) =>
        Task.WhenAll(Members.Where(m => !m.Runs).Select(m => m.StartAsync(cancellation)));

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Gateways.Concat(Silos))
            await member.DisposeAsync();
        if (Database is not null)
            await Database.DisposeAsync();
        if (Network is not null)
            await Network.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private async Task BeginAsync(CancellationToken cancellation)
    {
        var trust = Path.Combine(folder.FullName, "hba.conf");
        await File.WriteAllTextAsync(trust, "host all all all trust\n", cancellation);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
        Database = await PostgresServer.StartAsync(cancellation, $"hba_file={trust}", $"listen_addresses=127.0.0.1{(Network is null ? "" : $",{Network.Hub}")}");
        var connection = await Database.CreateDatabaseAsync(cancellation);
        var journal = JournalTable.OfPostgres(connection);
        var shared = connection.Replace("Host=127.0.0.1", $"Host={Network?.Hub ?? "127.0.0.1"}", StringComparison.Ordinal);
        Silos = [.. Enumerable.Range(0, SiloCount).Select(i => Silo(i, shared))];
        var addresses = Enumerable.Range(0, GatewayCount).Select(GatewayAddress).ToList();
        Gateways = [.. addresses.Select((address, i) => Gateway(i, address, shared))];
        // The first one alone: its schema is the others' too.
        await Silos[0].StartAsync(cancellation);
        await StartDeadAsync(cancellation);
        target = new Target(addresses, await Tokens.OfDirectoryAsync(Key, cancellation), journal);
        await ReadyAsync(cancellation);
        await FaultCity.ImportAsync(Target, cancellation);
    }

    private string Key => Path.Combine(folder.FullName, "key");

    // Below those that the system gives to whoever connects: a member must find its port free when it comes back.
    private static int Port(int offset, int i) => 20_000 + (Environment.ProcessId % 600 * 20) + offset + i;

    private Uri GatewayAddress(int i) => new(Network is { } network ? $"http://{network.Address(SiloCount + i)}:5080" : $"http://127.0.0.1:{Port(2 * SiloCount, i)}");

    private Member Silo(int i, string connection) => new(
        $"silo-{i + 1}",
        StartedProgram.BuiltSilo,
        "has joined the cluster",
        new Dictionary<string, string>(Cadence.SavesOften)
        {
            ["Storage__Postgres"] = connection,
            ["Cluster__Address"] = Network?.Address(i) ?? "127.0.0.1",
            ["Cluster__SiloPort"] = $"{(Network is null ? Port(0, i) : 11111)}",
            ["Cluster__ClientPort"] = $"{(Network is null ? Port(SiloCount, i) : 30000)}",
            ["Cluster__HealthPort"] = $"{(Network is null ? Port((2 * SiloCount) + GatewayCount, i) : 8081)}",
        },
        Network?.Within(i) ?? []);

    private Member Gateway(int i, Uri address, string connection) => new(
        $"gateway-{i + 1}",
        StartedProgram.BuiltGateway,
        "gateway serves",
        new Dictionary<string, string>
        {
            ["Storage__Postgres"] = connection,
            ["Gateway__DataDirectory"] = Key,
            // As with a service in one process: few reporters, and much that they send.
            ["Gateway__SharedReportsPerSecond"] = "0",
            // In networks of its own it listens on more than loopback, with the key made at first start.
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["URLS"] = address.GetLeftPart(UriPartial.Authority),
        },
        Network?.Within(SiloCount + i) ?? []);

    private static IEnumerable<string> Words(Member member) =>
        member.Log.SelectMany(l => l.Split('\n')).Where(l => l.Length > 0 && char.IsAsciiDigit(l[0])).Select(l => l.Length > LineLength ? l[..LineLength] : l);

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
