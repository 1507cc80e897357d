using GridGrains.Gateway;
using GridGrains.Silo;

namespace GridGrains.Deploy.Tests;

/// <summary>What can be configured.</summary>
internal static class Known
{
    /// <summary>Every section.</summary>
    public static readonly OptionSection[] Sections =
        [.. GatewaySections.Own, .. SiloSections.Own, GatewaySections.Cluster, SiloSections.Cluster, new(TelemetryOptions.Section, typeof(TelemetryOptions))];
}
