using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GridGrains.Bench;

/// <summary>`gridgrains serve` in a process of its own on a free loopback port, ended with this.</summary>
internal sealed class ServedProcess : IAsyncDisposable
{
    private readonly string directory;
    private readonly string? program;

    private ServedProcess(Process process, string? program, string directory, Uri url)
    {
        Process = process;
        this.program = program;
        this.directory = directory;
        Url = url;
    }

    public Uri Url { get; }

    public Process Process { get; }

    /// <summary>What the process has used of the processors since it started.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            Process.Refresh();
            return Process.TotalProcessorTime;
        }
    }

    public static string NewDirectory() => Directory.CreateTempSubdirectory("gridgrains-bench-").FullName;

    /// <summary>Starts it; ends when it is ready.</summary>
    /// <param name="directory">Its data; deleted in the end.</param>
    /// <param name="postgres">The database it keeps the ledger in; null for SQLite.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <param name="settings">Further settings, as variables of its environment.</param>
    /// <param name="url">Where to listen; null for a free port.</param>
    /// <param name="program">Another build's <c>gridgrains.dll</c>; null for the one beside this benchmark.</param>
    public static async Task<ServedProcess> StartAsync(
        string directory,
        string? postgres,
        CancellationToken cancellation,
        IReadOnlyDictionary<string, string>? settings = null,
        Uri? url = null,
        string? program = null)
    {
        url ??= new Uri($"http://127.0.0.1:{FreePort()}");
        List<string> arguments = ["serve", "--data", directory, "--urls", url.GetLeftPart(UriPartial.Authority), "--empty"];
        if (postgres is not null)
            arguments.AddRange(["--postgres", postgres]);
        var service = new ServedProcess(Launch(program, arguments, settings), program, directory, url);
        service.Process.OutputDataReceived += (_, _) => { };
        service.Process.BeginOutputReadLine();
        using var http = new HttpClient { BaseAddress = url };
        while (!await IsReadyAsync(http, cancellation))
        {
            if (service.Process.HasExited)
                throw new InvalidOperationException($"gridgrains serve ended with exit code {service.Process.ExitCode}");
            await Task.Delay(20, cancellation);
        }
        return service;
    }

    /// <summary>A token for everything below a place.</summary>
    public async Task<string> TokenAsync(string place, CancellationToken cancellation, string role = "steward")
    {
        using var token = Launch(program, ["token", "--role", role, "--place", place, "--data", directory]);
        var text = await token.StandardOutput.ReadToEndAsync(cancellation);
        await token.WaitForExitAsync(cancellation);
        return text.Trim();
    }

    /// <summary>Plays a scenario flat out.</summary>
    public async Task PlayAsync(string scenario, string token, CancellationToken cancellation)
    {
        using var play = Launch(program, ["play", scenario, "--url", Url.GetLeftPart(UriPartial.Authority), "--token", token, "--speed", "max"]);
        var text = await play.StandardOutput.ReadToEndAsync(cancellation);
        await play.WaitForExitAsync(cancellation);
        if (play.ExitCode != 0)
            throw new InvalidOperationException($"gridgrains play ended with exit code {play.ExitCode}: {text}");
    }

    /// <summary>Ends the process as a power cut would.</summary>
    public async Task KillAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
    }

    /// <summary>Ends the process as a power cut would and starts it again on its data, at the same address.</summary>
    public async Task<ServedProcess> RestartAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellation)
    {
        await KillAsync();
        Process.Dispose();
        return await StartAsync(directory, null, cancellation, settings, Url);
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
            await KillAsync();
        Process.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private static Process Launch(string? program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? settings = null)
    {
        var start = program is null
            ? new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "gridgrains"), arguments)
            : new ProcessStartInfo("dotnet", [program, .. arguments]);
        start.RedirectStandardOutput = true;
        OwnSockets.LeaveOut(start);
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
            start.Environment[key] = value;
        return System.Diagnostics.Process.Start(start)!;
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
