using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace GridGrains.Testing;

/// <summary>
/// A PostgreSQL server of one's own: a temporary folder, a free port of the loopback address, trust for whoever connects. It ends with
/// <see cref="DisposeAsync"/> or with this process, however that ends, and its folder goes with it.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const int Tries = 3;

    private static readonly string[] SmallSettings =
        ["listen_addresses=127.0.0.1", "unix_socket_directories=", "shared_buffers=64MB", "max_connections=200", "logging_collector=off"];

    private readonly string folder;
    private readonly string[] settings;
    private PostgresProcess? process;
    private int databases;

    private PostgresServer(string parent, string[] settings)
    {
        folder = Path.Combine(parent, $"gridgrains-postgres-{Guid.NewGuid():N}");
        this.settings = settings;
    }

    /// <summary>Why no server can be started on this machine; null if one can.</summary>
    public static string? Unavailable { get; } =
        PostgresPrograms.Folder is null ? "PostgreSQL's programs are not installed (Debian: postgresql)"
        : PostgresPrograms.RunAs is null ? "PostgreSQL does not run as root, and there is no user 'postgres', or no setpriv or runuser"
        : null;

    /// <summary>Its port, which stays the same when it is started again.</summary>
    public int Port { get; private set; }

    /// <summary>To the database <c>postgres</c>.</summary>
    public string ConnectionString => ConnectionTo("postgres");

    /// <summary>Starts a server and waits until it takes connections.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="settings">Settings as <c>name=value</c>.</param>
    public static Task<PostgresServer> StartAsync(CancellationToken cancellation, params string[] settings) =>
        StartInAsync(Path.GetTempPath(), cancellation, settings);

    /// <summary>As above, with its folder in this one, where the user that it runs as may write.</summary>
    public static async Task<PostgresServer> StartInAsync(string parent, CancellationToken cancellation, params string[] settings)
    {
        var server = new PostgresServer(parent, settings);
        for (var tries = Tries; ; tries--)
        {
            // Another process may take the port before the server does.
            server.Port = FreePort();
            try
            {
                await server.StartAgainAsync(cancellation);
                return server;
            }
            catch (InvalidOperationException) when (tries > 1)
            {
            }
        }
    }

    /// <summary>Runs one of PostgreSQL's own programs for clients, such as <c>pg_dump</c>, to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message is what it said.</exception>
    public static async Task RunAsync(string program, CancellationToken cancellation, params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo(Path.Combine(PostgresPrograms.Folder!, program), arguments) { RedirectStandardError = true };
        using var process = System.Diagnostics.Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}: {said}");
    }

    /// <summary>Gives a folder and what is in it to the user that servers run as: they refuse a key that others may read, or that is nobody's they know.</summary>
    public static async Task GiveAsync(string directory, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess)
            return;
        using var chown = System.Diagnostics.Process.Start("chown", ["-R", "postgres", directory]);
        await chown.WaitForExitAsync(cancellation);
    }

    /// <summary>The server's processes, first the one that started the others; none if it does not run.</summary>
    public IReadOnlyList<int> ProcessIds()
    {
        var file = Path.Combine(folder, "postmaster.pid");
        if (!File.Exists(file) || !int.TryParse(File.ReadLines(file).FirstOrDefault(), out var first) || Stat(first) is not { State: not 'Z' })
            return [];
        return [first, .. Directory.GetDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), out var id) && Stat(id)?.Parent == first ? id : 0).Where(id => id > 0)];
    }

    /// <summary>Makes an empty database and gives its connection string.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="options">What follows the name in <c>CREATE DATABASE</c>.</param>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellation, string options = "")
    {
        var name = $"test{Interlocked.Increment(ref databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name} {options}", connection);
        await command.ExecuteNonQueryAsync(cancellation);
        return ConnectionTo(name);
    }

    /// <summary>Stops the server as a crash would: no session is ended in order, and the next start recovers from the log.</summary>
    public async Task CrashAsync()
    {
        if (process is { } running)
        {
            process = null;
            await running.CrashAsync();
        }
    }

    /// <summary>Starts it again after <see cref="CrashAsync"/>.</summary>
    public async Task StartAgainAsync(CancellationToken cancellation)
    {
        var starting = new PostgresProcess(folder, [.. SmallSettings, $"port={Port}", .. settings]);
        try
        {
            await starting.ReadyAsync(cancellation);
            process = starting;
        }
        catch
        {
            await starting.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (process is { } running)
            await running.DisposeAsync();
        else if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    // After the name, which is in brackets and may itself have any character: state and parent.
    private static (char State, int Parent)? Stat(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], int.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string ConnectionTo(string database) => $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database}";
}
