using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace GridGrains.EndToEnd.Tests;

/// <summary>A started <c>gridgrains</c>: a process of its own, with what it has printed so far.</summary>
internal sealed class Program : IAsyncDisposable
{
    private static readonly string Path = typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Program").Value!;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();

    private Program(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(errors, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>What it printed.</summary>
    public string Output => Read(output);

    /// <summary>What it logged and complained of.</summary>
    public string Errors => Read(errors);

    /// <summary>Starts it with these arguments.</summary>
    public static Program Start(params IEnumerable<string> arguments) => new(new Process
    {
        StartInfo = new ProcessStartInfo("dotnet", [Path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true },
    });

    /// <summary>Runs it to its end, which must come with this exit code.</summary>
    public static async Task<Program> RunAsync(int exitCode, params IEnumerable<string> arguments)
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
            Assert.Fail($"gridgrains did not end within {Longest}.\n{Output}\n{Errors}");
        }
        Assert.True(process.ExitCode == exitCode, $"exit code {process.ExitCode}, expected {exitCode}\n{Output}\n{Errors}");
    }

    /// <summary>SIGTERM.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGKILL, and waits until it is gone.</summary>
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
    }

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
