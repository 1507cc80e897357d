using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GridGrains.Bench;

/// <summary>`gridgrains serve` in a process of its own on a free loopback port, ended with this.</summary>
internal sealed class ServedProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly string directory;
    private readonly string? program;

    private ServedProcess(Process process, string? program, string directory, Uri url)
    {
        this.process = process;
        this.program = program;
        this.directory = directory;
        Url = url;
    }

    public Uri Url { get; }

    /// <summary>What the process has used of the processors since it started.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public static string NewDirectory() => Directory.CreateTempSubdirectory("gridgrains-bench-").FullName;

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <param name="directory">Its data; deleted in the end.</param>
    /// <param name="postgres">The database it keeps the ledger in; null for SQLite.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <param name="program">Another build's <c>gridgrains.dll</c>; null for the one beside this benchmark.</param>
    public static async Task<ServedProcess> StartAsync(string directory, string? postgres, CancellationToken cancellation, string? program = null)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        List<string> arguments = ["serve", "--data", directory, "--urls", url.GetLeftPart(UriPartial.Authority), "--empty"];
        if (postgres is not null)
            arguments.AddRange(["--postgres", postgres]);
        var service = new ServedProcess(Launch(program, arguments), program, directory, url);
        service.process.OutputDataReceived += (_, _) => { };
        service.process.BeginOutputReadLine();
        using var http = new HttpClient { BaseAddress = url };
        while (!await IsReadyAsync(http, cancellation))
        {
            if (service.process.HasExited)
                throw new InvalidOperationException($"gridgrains serve ended with exit code {service.process.ExitCode}");
            await Task.Delay(20, cancellation);
        }
        return service;
    }

    /// <summary>A token for everything below a place.</summary>
    public async Task<string> TokenAsync(string place, CancellationToken cancellation)
    {
        using var token = Launch(program, ["token", "--role", "steward", "--place", place, "--data", directory]);
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
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private static Process Launch(string? program, IEnumerable<string> arguments) => Process.Start(program is null
        ? new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "gridgrains"), arguments) { RedirectStandardOutput = true }
        : new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true })!;

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

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
