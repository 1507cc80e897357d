using System.Diagnostics;

namespace GridGrains.Faults;

/// <summary>
/// A network of this machine's own: a bridge, and for each member a network namespace with an address on it. The database and the
/// harness are at the bridge. A way from one to another can be cut, one direction at a time, without either side being told.
/// </summary>
internal sealed class Network : IAsyncDisposable
{
    private const string NowhereMac = "02:00:00:00:00:01";

    private readonly string tag = $"gg{Environment.ProcessId % 100_000}{(char)('a' + (Interlocked.Increment(ref made) % 26))}";
    private readonly string subnet = $"10.{100 + (Environment.ProcessId % 100)}.{Interlocked.Increment(ref made) % 200}";
    private readonly List<string> members = [];
    private readonly HashSet<(int From, int To)> cut = [];
    private static int made;

    private Network()
    {
    }

    /// <summary>Why this machine can have none; null if it can.</summary>
    public static string? Unavailable { get; } =
        !Environment.IsPrivilegedProcess ? "network namespaces need root"
        : !File.Exists("/usr/sbin/ip") && !File.Exists("/sbin/ip") ? "the program 'ip' is not installed (Debian: iproute2)"
        : null;

    /// <summary>The address of the bridge: of the database, and of the clients.</summary>
    public string Hub => $"{subnet}.1";

    /// <summary>Makes a network with so many members.</summary>
    /// <exception cref="SkippedException">This machine cannot have one.</exception>
    public static async Task<Network> NewAsync(int count)
    {
        if (Unavailable is { } reason)
            throw new SkippedException(reason);
        var network = new Network();
        try
        {
            await IpAsync($"link add {network.tag} type bridge");
            await IpAsync($"addr add {network.Hub}/24 dev {network.tag}");
            await IpAsync($"link set {network.tag} up");
            for (var i = 0; i < count; i++)
                await network.AddAsync(i);
        }
        catch (InvalidOperationException e)
        {
            await network.DisposeAsync();
            throw new SkippedException($"this machine makes no network namespaces: {e.Message}");
        }
        return network;
    }

    /// <summary>The address of a member.</summary>
    public string Address(int member) => $"{subnet}.{10 + member}";

    /// <summary>The command that runs another one where a member is.</summary>
    public IReadOnlyList<string> Within(int member) => ["ip", "netns", "exec", members[member]];

    /// <summary>Loses everything that one sends to the other, from now on; -1 is the hub.</summary>
    public async Task CutAsync(int from, int to)
    {
        cut.Add((from, to));
        await NeighbourAsync(from, $"replace {At(to)} lladdr {NowhereMac} nud permanent");
    }

    /// <summary>All ways are open again.</summary>
    public async Task HealAsync()
    {
        foreach (var (from, to) in cut)
            await NeighbourAsync(from, $"del {At(to)}");
        cut.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in members)
            await TryIpAsync($"netns del {member}");
        await TryIpAsync($"link del {tag}");
    }

    private async Task AddAsync(int i)
    {
        var (name, outside) = ($"{tag}-{i}", $"{tag}{i}");
        await IpAsync($"netns add {name}");
        members.Add(name);
        await IpAsync($"link add {outside} type veth peer name eth0 netns {name}");
        await IpAsync($"link set {outside} master {tag} up");
        await IpAsync($"-n {name} addr add {Address(i)}/24 dev eth0");
        await IpAsync($"-n {name} link set eth0 up");
        await IpAsync($"-n {name} link set lo up");
    }

    private string At(int member) => member < 0 ? Hub : Address(member);

    private Task NeighbourAsync(int from, string what) =>
        from < 0 ? IpAsync($"neigh {what} dev {tag}") : IpAsync($"-n {members[from]} neigh {what} dev eth0");

    private static async Task IpAsync(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var error = await ip.StandardError.ReadToEndAsync();
        await ip.WaitForExitAsync();
        if (ip.ExitCode != 0)
            throw new InvalidOperationException($"ip {arguments}: {error.Trim()}");
    }

    private static async Task TryIpAsync(string arguments)
    {
        try
        {
            await IpAsync(arguments);
        }
        catch (InvalidOperationException)
        {
            // It was never made, or is gone already.
        }
    }
}
