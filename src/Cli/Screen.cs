using System.Globalization;
using Spectre.Console;

namespace GridGrains.Cli;

/// <summary>What a person sees: tables and sentences anywhere, progress on a terminal only.</summary>
internal static class Screen
{
    // A file or a pipe has no width; a table in it is not to be broken.
    private const int WidthOfNoTerminal = 200;
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);
    private static readonly bool IsTerminal = !Console.IsOutputRedirected && !Console.IsErrorRedirected;

    /// <summary>One line, as it is.</summary>
    public static void Line(string text) => Console.Out.WriteLine(text);

    /// <summary>One line for whoever started the program.</summary>
    public static void Error(string text) => Console.Error.WriteLine(text);

    /// <summary>A whole number with its thousands set apart.</summary>
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A table; numbers are set right.</summary>
    public static void Table(string[] heads, IEnumerable<string[]> rows)
    {
        var table = new Table { Border = TableBorder.Rounded };
        var cells = rows.ToList();
        for (var i = 0; i < heads.Length; i++)
        {
            var numeric = cells.Count > 0 && cells.All(r => r[i].Length > 0 && char.IsAsciiDigit(r[i][0]));
            table.AddColumn(new TableColumn(Markup.Escape(heads[i])) { Alignment = numeric ? Justify.Right : Justify.Left, NoWrap = true });
        }
        foreach (var row in cells)
            table.AddRow([.. row.Select(Markup.Escape)]);
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = WidthOfNoTerminal;
        AnsiConsole.Write(table);
    }

    /// <summary>Awaits the work and, on a terminal, shows how much of it is done.</summary>
    public static async Task ProgressAsync(string what, long whole, Func<long> done, Task work, CancellationToken cancellation)
    {
        if (IsTerminal)
        {
            await AnsiConsole.Progress().AutoClear(true).StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(what), maxValue: Math.Max(1, whole));
                while (!work.IsCompleted)
                {
                    bar.Value = done();
                    await Task.WhenAny(work, Task.Delay(Refresh, TimeProvider.System, cancellation));
                }
            });
        }
        await work;
    }

    /// <summary>Awaits the work and, on a terminal, shows figures of it.</summary>
    public static async Task LiveAsync(Func<IReadOnlyList<(string Name, string Value)>> figures, Task work, CancellationToken cancellation)
    {
        if (IsTerminal)
        {
            await AnsiConsole.Live(new Text("")).AutoClear(true).StartAsync(async context =>
            {
                while (!work.IsCompleted)
                {
                    var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false };
                    table.AddColumn(new TableColumn(""));
                    table.AddColumn(new TableColumn(""));
                    foreach (var (name, value) in figures())
                        table.AddRow(Markup.Escape(name), Markup.Escape(value));
                    context.UpdateTarget(table);
                    await Task.WhenAny(work, Task.Delay(Refresh, TimeProvider.System, cancellation));
                }
            });
        }
        await work;
    }
}
