namespace GridGrains.Gateway;

/// <summary>What somebody may or may not do at a place.</summary>
internal enum AccessAction
{
    /// <summary>Read and watch the exact counts, the tree, subjects and audits.</summary>
    Read,

    /// <summary>Read and watch the public view of areas, and their names.</summary>
    ReadPublic,

    /// <summary>Send reports.</summary>
    Report,

    /// <summary>Import places and posts.</summary>
    Import,

    /// <summary>Create, change and close campaigns.</summary>
    RunCampaigns,

    /// <summary>Publish notices.</summary>
    Publish,

    /// <summary>Acknowledge alerts.</summary>
    AcknowledgeAlerts,

    /// <summary>Register webhooks, and see and take out those there are.</summary>
    Subscribe,

    /// <summary>Read who did what.</summary>
    ReadTrail,

    /// <summary>Look at how the service itself is; of a whole tree only.</summary>
    Operate,
}
