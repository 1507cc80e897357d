using System.Globalization;
using System.Text;

namespace GridGrains.Cli;

/// <summary>One line of a chart; a null is a gap.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Colour">The number of its colour, from 1.</param>
/// <param name="Points">Its values.</param>
internal sealed record ChartLine(string Name, int Colour, IReadOnlyList<(double X, double? Y)> Points);

/// <summary>Draws lines over the seconds of a run, as inline SVG that needs nothing from anywhere.</summary>
internal static class LineChart
{
    private const int Width = 860;
    private const int Height = 220;
    private const int Left = 64;
    private const int Right = 12;
    private const int Top = 10;
    private const int Bottom = 26;

    /// <summary>The chart as markup.</summary>
    public static string Draw(string title, string unit, IReadOnlyList<ChartLine> lines)
    {
        var shown = lines.Where(line => line.Points.Any(p => p.Y is not null)).ToList();
        if (shown.Count == 0)
            return "";
        var most = NiceAbove(shown.Max(line => line.Points.Max(p => p.Y ?? 0)));
        var end = Math.Max(1, shown.Max(line => line.Points.Max(p => p.X)));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{title} <span class=\"unit\">{unit}</span>{Legend(shown)}</figcaption>");
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{title}\">");
        for (var i = 0; i <= 4; i++)
        {
            var y = Y(most * i / 4, most);
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"rule\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{Label(most * i / 4)}</text>");
        }
        var step = NiceAbove(end / 8);
        for (var x = 0.0; x <= end; x += step)
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(x, end):0.#}\" y=\"{Height - 6}\" text-anchor=\"middle\">{Label(x)} s</text>");
        foreach (var line in shown)
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"line c{line.Colour}\" d=\"{Path(line, most, end)}\"/>");
        return svg.Append("</svg></figure>").ToString();
    }

    private static string Legend(IEnumerable<ChartLine> lines) =>
        string.Concat(lines.Select(line => $"<span class=\"key\"><i class=\"b{line.Colour}\"></i>{line.Name}</span>"));

    private static string Path(ChartLine line, double most, double end)
    {
        var path = new StringBuilder();
        var isDown = false;
        foreach (var (x, y) in line.Points)
        {
            if (y is { } value)
                path.Append(CultureInfo.InvariantCulture, $"{(isDown ? 'L' : 'M')}{X(x, end):0.#} {Y(value, most):0.#}");
            isDown = y is not null;
        }
        return path.ToString();
    }

    private static double X(double x, double end) => Left + ((Width - Left - Right) * x / end);

    private static double Y(double y, double most) => Height - Bottom - ((Height - Top - Bottom) * y / most);

    // 1, 2 or 5 times a power of ten, so that the marks are numbers that people read.
    private static double NiceAbove(double value)
    {
        if (!(value > 0))
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        foreach (var nice in new[] { 1, 2, 4, 5, 10 })
        {
            if (value <= nice * power * (1 + 1e-9))
                return nice * power;
        }
        return 10 * power;
    }

    private static string Label(double value) => value switch
    {
        >= 1_000_000 => (value / 1_000_000).ToString("0.##", CultureInfo.InvariantCulture) + " M",
        >= 10_000 => (value / 1000).ToString("0.#", CultureInfo.InvariantCulture) + " k",
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };
}
