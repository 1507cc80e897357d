using GridGrains.Emergencies;
using GridGrains.Grid;
using GridGrains.Journal;
using GridGrains.Retention;
using GridGrains.RollUp;
using GridGrains.Rules;
using GridGrains.Storage;
using GridGrains.Webhooks;

namespace GridGrains.Silo;

/// <summary>The sections of the configuration that a silo reads.</summary>
public static class SiloSections
{
    /// <summary>Of every silo.</summary>
    public static IReadOnlyList<OptionSection> Own { get; } =
    [
        new(StorageOptions.Section, typeof(StorageOptions)),
        new("Journal", typeof(GroupCommitOptions)),
        new("Grid", typeof(GridOptions)),
        new("RollUp", typeof(RollUpOptions)),
        new("Silo", typeof(SiloOptions)),
        new("Retention", typeof(RetentionOptions)),
        new(RuleOptions.Section, typeof(RuleOptions)),
        new(EmergencyOptions.Section, typeof(EmergencyOptions)),
        new(WebhookOptions.Section, typeof(WebhookOptions)),
    ];

    /// <summary>Of a silo that is one of several. The gateways of the cluster read others of the same section.</summary>
    public static OptionSection Cluster { get; } =
        new(ClusterMemberOptions.Section, typeof(ClusterMemberOptions), "JoinTimeout", "RefreshInterval", "ResponseTimeout");
}
