using System.ComponentModel.DataAnnotations;
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

    /// <summary>How long a gateway that starts waits for a first silo.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan JoinTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the list of silos is read.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a silo may take to answer. Imports and audits have times of their own.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
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
        wrong.AddRange(OptionRanges.Sentences(ClusterClientOptions.Section, options));
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
