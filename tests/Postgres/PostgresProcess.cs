using System.Collections.Concurrent;
using System.Diagnostics;

namespace GridGrains.Testing;

/// <summary>One run of a server, kept by <c>keep-server.sh</c>.</summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    private const int LogLines = 20;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> log = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process process;

    /// <param name="folder">The data folder.</param>
    /// <param name="settings">Settings as <c>name=value</c>.</param>
    public PostgresProcess(string folder, IEnumerable<string> settings)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["RUN_AS"] = PostgresPrograms.RunAs;
        start.Environment["LC_ALL"] = "C";
        string[] fixedArguments = ["-c", Script(), "keep-server.sh", folder, PostgresPrograms.Folder!];
        foreach (var argument in fixedArguments.Concat(settings.SelectMany(s => new[] { "-c", s })))
            start.ArgumentList.Add(argument);
        process = new Process { StartInfo = start };
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Start();
        process.BeginErrorReadLine();
    }

    /// <summary>Ends when the server takes connections.</summary>
    /// <exception cref="InvalidOperationException">It has given up.</exception>
    public async Task ReadyAsync(CancellationToken cancellation)
    {
        try
        {
            await ready.Task.WaitAsync(StartTimeout, TimeProvider.System, cancellation);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"waited {StartTimeout.TotalSeconds} s for PostgreSQL to accept connections; its log: {Log}");
        }
    }

    /// <summary>Stops the server as a crash would and keeps its folder.</summary>
    public async Task CrashAsync()
    {
        await process.StandardInput.WriteLineAsync("stop");
        await EndAsync();
    }

    /// <summary>Stops the server as a crash would and removes its folder.</summary>
    public async ValueTask DisposeAsync() => await EndAsync();

    private async Task EndAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(StopTimeout, TimeProvider.System);
        process.Dispose();
    }

    private string Log => string.Join(Environment.NewLine, log);

    private static string Script()
    {
        using var reader = new StreamReader(typeof(PostgresProcess).Assembly.GetManifestResourceStream("keep-server.sh")!);
        return reader.ReadToEnd();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        log.Enqueue(line);
        if (log.Count > LogLines)
            log.TryDequeue(out _);
        if (line.Contains("database system is ready to accept connections", StringComparison.Ordinal))
            ready.TrySetResult();
        else if (IsFailure(line))
            ready.TrySetException(new InvalidOperationException($"PostgreSQL does not start; its log: {Log}"));
    }

    // Not a failure: "FATAL: the database system is starting up", said to a client that comes too early.
    private static bool IsFailure(string line) =>
        line.Contains("initdb: error", StringComparison.Ordinal)
        || (line.Contains("FATAL: ", StringComparison.Ordinal) && !line.Contains("the database system is", StringComparison.Ordinal));
}
