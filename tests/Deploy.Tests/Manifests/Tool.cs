using System.ComponentModel;
using System.Diagnostics;

namespace GridGrains.Deploy.Tests;

/// <summary>Runs a program of this machine that checks files, where there is one.</summary>
internal sealed record Tool(bool Succeeded, string Output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What it said; null if this machine has no such program.</summary>
    public static async Task<Tool?> RunAsync(string program, params string[] arguments)
    {
        using var process = new Process { StartInfo = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true } };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }
        using var late = new CancellationTokenSource(Patience);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(late.Token), process.StandardError.ReadToEndAsync(late.Token));
        await process.WaitForExitAsync(late.Token);
        var said = await output;
        var complained = await errors;
        return new(process.ExitCode == 0, process.ExitCode == 0 && said.Length > 0 ? said : said + complained);
    }
}
