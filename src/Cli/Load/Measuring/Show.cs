using System.Globalization;

namespace GridGrains.Cli;

/// <summary>Figures as people read them.</summary>
internal static class Show
{
    /// <summary>A time.</summary>
    public static string Milliseconds(double milliseconds) => milliseconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.0} ms"),
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s"),
    };

    /// <summary>Memory.</summary>
    public static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:N0} MiB");

    /// <summary>A number with one decimal where it is small.</summary>
    public static string Number(double number) => number.ToString(Math.Abs(number) < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture);
}
