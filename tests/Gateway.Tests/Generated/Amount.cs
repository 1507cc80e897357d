using System.Globalization;

namespace GridGrains.Gateway.Tests;

/// <summary>How many requests and frames are generated: <c>GRIDGRAINS_GENERATED</c> times what every run of the tests has; 10 makes 100,000 and 20,000.</summary>
internal static class Amount
{
    private static readonly double Times =
        double.TryParse(Environment.GetEnvironmentVariable("GRIDGRAINS_GENERATED"), CultureInfo.InvariantCulture, out var times) ? times : 1;

    /// <summary>The part of a worker of so many.</summary>
    public static int Of(int usual, int workers = 1) => (int)(usual * Times / workers);
}
