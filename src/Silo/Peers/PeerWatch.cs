using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GridGrains.Silo;

/// <summary>
/// Looks every second whether the database can be reached and which other silos can be reached, tells who asks, and ends this process
/// when <see cref="Separation"/> has lasted. Whoever keeps the process starts it again; it joins when the cut is over.
/// </summary>
internal sealed partial class PeerWatch(
    ILocalSiloDetails self,
    PeerTable table,
    IHostApplicationLifetime lifetime,
    IOptions<ClusterMemberOptions> options,
    TimeProvider time,
    ILogger<PeerWatch> log) : BackgroundService
{
    /// <summary>Where peers ask.</summary>
    public const string Path = "/health/peer";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(3);

    private readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1), UseProxy = false }) { Timeout = Patience };
    private IReadOnlyList<ListedSilo> listed = [];
    private long? separatedSince;
    private ITimer? end;

    /// <summary>What this silo says of itself.</summary>
    public SiloView View { get; private set; } = new(Database: true, []);

    public override void Dispose()
    {
        http.Dispose();
        end?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await StartedAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var (database, peers) = await LookAsync(stoppingToken);
            View = new(database, [.. peers.Where(p => p.Connects).Select(p => p.Silo.Name)]);
            var reason = listed.FirstOrDefault(s => s.Name == self.Name) is { } own ? Separation.Find(own, database, peers) : null;
            separatedSince = reason is null ? null : separatedSince ?? time.GetTimestamp();
            if (separatedSince is { } since && time.GetElapsedTime(since) >= options.Value.LeaveAfter)
            {
                Leave(reason!, database);
                return;
            }
        }
    }

    private async Task StartedAsync(CancellationToken stopping)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (lifetime.ApplicationStarted.Register(started.SetResult))
            await started.Task.WaitAsync(stopping);
    }

    private async Task<(bool Database, PeerView[] Peers)> LookAsync(CancellationToken stopping)
    {
        var database = ReadListAsync(stopping);
        var peers = Task.WhenAll(listed.Where(s => s.Name != self.Name).Select(AskAsync));
        return (await database, await peers);
    }

    private async Task<bool> ReadListAsync(CancellationToken stopping)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        late.CancelAfter(Patience);
        try
        {
            // What does not heed its token is not waited for.
            listed = await table.ReadAsync(late.Token).WaitAsync(Patience * 1.5, time, stopping);
            return true;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            LogNotRead(e.Message);
            return false;
        }
    }

    private async Task<PeerView> AskAsync(ListedSilo peer)
    {
        if (!await ConnectsAsync(IPEndPoint.Parse(peer.Name)))
            return new(peer, Connects: false, null);
        try
        {
            return new(peer, Connects: true, await http.GetFromJsonAsync<SiloView>($"http://{peer.Name}{Path}", CancellationToken.None));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException)
        {
            return new(peer, Connects: true, null);
        }
    }

    // A new connection each time: whether one can be made now is what is asked. One that is refused has come and gone through the network.
    private static async Task<bool> ConnectsAsync(IPEndPoint peer)
    {
        using var socket = new Socket(peer.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var late = new CancellationTokenSource(Patience);
        try
        {
            await socket.ConnectAsync(peer, late.Token);
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // Without the database nothing can be saved and nobody be told, so there is nothing to wait for. With it, the others learn at once that
    // this silo goes; what it would then still say to the one that it cannot reach is not waited for.
    private void Leave(string reason, bool database)
    {
        LogLeaving(reason);
        if (database)
        {
            lifetime.StopApplication();
            end = time.CreateTimer(_ => End(), null, LeaveWithin, Timeout.InfiniteTimeSpan);
        }
        else
        {
            End();
        }
    }

    private static void End()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    [LoggerMessage(800, LogLevel.Critical, "This silo ends: {Reason}")]
    private partial void LogLeaving(string reason);

    [LoggerMessage(801, LogLevel.Warning, "The list of silos could not be read: {Why}")]
    private partial void LogNotRead(string why);
}
