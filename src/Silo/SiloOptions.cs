using System.ComponentModel.DataAnnotations;

namespace GridGrains.Silo;

/// <summary>How this process hosts grains. Section <c>Silo</c>.</summary>
public sealed class SiloOptions
{
    /// <summary>How long an idle leaf or area stays in memory.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "7.00:00:00")]
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long a call to a grain may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
