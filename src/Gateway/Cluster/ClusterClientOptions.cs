using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>Which silos a gateway in a process of its own speaks to. Section <c>Cluster</c>; the database is <c>Storage:Postgres</c>, as the silos have it.</summary>
public sealed class ClusterClientOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cluster";

    /// <summary>The configuration key of the database in which the silos list themselves.</summary>
    public const string PostgresKey = "Storage:Postgres";

    /// <summary>The silos and gateways of one cluster have the same.</summary>
    public string Id { get; set; } = "gridgrains";

    /// <summary>How long a gateway that starts waits for a first silo: 1 s to 1 h.</summary>
    public TimeSpan JoinTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the list of silos is read: 1 s to 1 min.</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a silo may take to answer: 1 to 60 s. Imports and audits have times of their own.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Says in a sentence what is wrong with <see cref="ClusterClientOptions"/>.</summary>
internal sealed class ClusterClientRules(IConfiguration configuration) : IValidateOptions<ClusterClientOptions>
{
    public ValidateOptionsResult Validate(string? name, ClusterClientOptions options)
    {
        List<string> wrong = [];
        if (string.IsNullOrWhiteSpace(configuration[ClusterClientOptions.PostgresKey]))
            wrong.Add($"{ClusterClientOptions.PostgresKey} is empty; a gateway finds its silos in their PostgreSQL database");
        if (string.IsNullOrWhiteSpace(options.Id))
            wrong.Add("Cluster:Id is empty; silos and gateways of one cluster have the same");
        Check(wrong, nameof(options.JoinTimeout), options.JoinTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Check(wrong, nameof(options.RefreshInterval), options.RefreshInterval, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Check(wrong, nameof(options.ResponseTimeout), options.ResponseTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static void Check(List<string> wrong, string key, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
            wrong.Add($"Cluster:{key} is {value}; allowed are {least} to {most}");
    }
}
