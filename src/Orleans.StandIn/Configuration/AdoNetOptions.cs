using System.Data.Common;
using Orleans.Storage;

namespace Orleans.Configuration;

/// <summary>Which database keeps grain states.</summary>
public class AdoNetGrainStorageOptions : IStorageProviderSerializerOptions
{
    /// <summary>The provider when none is named.</summary>
    public const string DEFAULT_ADONET_INVARIANT = "Microsoft.Data.SqlClient";

    /// <summary>The database.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The database, instead of <see cref="ConnectionString"/>.</summary>
    public DbDataSource? DataSource { get; set; }

    /// <summary>The invariant name of the ADO.NET provider.</summary>
    public string Invariant { get; set; } = DEFAULT_ADONET_INVARIANT;

    /// <summary>Whether clearing a state deletes its row.</summary>
    public bool DeleteStateOnClear { get; set; }

    /// <inheritdoc/>
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;
}

/// <summary>Which database holds the list of silos.</summary>
public class AdoNetClusteringSiloOptions
{
    /// <summary>The database.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The database, instead of <see cref="ConnectionString"/>.</summary>
    public DbDataSource? DataSource { get; set; }

    /// <summary>The invariant name of the ADO.NET provider.</summary>
    public string Invariant { get; set; } = null!;
}

/// <summary>Where a client finds the silos of its cluster; the stand-in has none.</summary>
public class AdoNetClusteringClientOptions
{
    /// <summary>The database, unless <see cref="DataSource"/> is set.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The database.</summary>
    public DbDataSource? DataSource { get; set; }

    /// <summary>The name of the ADO.NET provider.</summary>
    public string Invariant { get; set; } = null!;
}
