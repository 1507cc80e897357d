using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace GridGrains.Testing;

/// <summary>A started <c>gridgrains</c>: a process of its own, with what it has printed so far.</summary>
public sealed class StartedProgram : IAsyncDisposable
{
    /// <summary>The program that is built with these tests.</summary>
    public static readonly string Built = Named("Program");

    /// <summary>The silo of a cluster that is built with these tests.</summary>
    public static readonly string BuiltSilo = Named("Silo");

    /// <summary>The gateway of a cluster that is built with these tests.</summary>
    public static readonly string BuiltGateway = Named("Gateway");

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();

    private StartedProgram(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(errors, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Its process id.</summary>
    public int Id => process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>How it ended; 137 is SIGKILL.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>What it printed.</summary>
    public string Output => Read(output);

    /// <summary>What it logged and complained of.</summary>
    public string Errors => Read(errors);

    /// <summary>Starts it with these arguments.</summary>
    public static StartedProgram Start(params IEnumerable<string> arguments) => Start(Built, new Dictionary<string, string>(), arguments);

    /// <summary>Starts a program with these arguments.</summary>
    /// <param name="program">Path of its assembly.</param>
    /// <param name="environment">What is added to this process' environment.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="within">A command that runs another one elsewhere in its own stead, such as in a network namespace; none: here.</param>
    public static StartedProgram Start(
        string program, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments, params IReadOnlyList<string> within)
    {
        string[] command = [.. within, "dotnet", program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new(new Process { StartInfo = start });
    }

    /// <summary>Runs it to its end, which must come with this exit code.</summary>
    public static async Task<StartedProgram> RunAsync(int exitCode, params IEnumerable<string> arguments)
    {
        var program = Start(arguments);
        await using (program)
            await program.EndAsync(exitCode);
        return program;
    }

    /// <summary>Waits for its end, which must come with this exit code.</summary>
    public async Task EndAsync(int exitCode)
    {
        using var late = new CancellationTokenSource(Longest);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"gridgrains did not end within {Longest}.\n{Output}\n{Errors}");
        }
        if (process.ExitCode != exitCode)
            throw new InvalidOperationException($"exit code {process.ExitCode}, expected {exitCode}\n{Output}\n{Errors}");
    }

    /// <summary>Ends when it has ended, however.</summary>
    public Task EndedAsync(CancellationToken cancellation) => process.WaitForExitAsync(cancellation);

    /// <summary>SIGTERM.</summary>
    public Task TerminateAsync() => SignalAsync("TERM");

    /// <summary>Sends a signal by its name, such as <c>STOP</c> and <c>CONT</c>.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGKILL, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Kills it if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private static string Named(string key) =>
        typeof(StartedProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
            text.AppendLine(line);
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
