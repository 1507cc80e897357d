using GridGrains.Journal;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace GridGrains.Storage;

/// <summary>Registers what keeps the ledger.</summary>
public static class StorageServices
{
    private const int GrainStateSeconds = 60;
    private const int GrainStateConnections = 10;

    /// <summary>
    /// Adds the database that section <c>Storage</c> names, its journal and its city. It is prepared before any hosted service starts.
    /// The grains' storage is added beside it: <see cref="AddSqliteGrainStorage"/>, or Orleans' own with
    /// <see cref="GrainStorageConnectionString"/>.
    /// </summary>
    public static IServiceCollection AddGridGrainsStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsRules>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(s => Database.Of(
            s.GetRequiredService<IOptions<StorageOptions>>().Value, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => OpenJournal(s.GetRequiredService<Database>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<CityStore>();
        services.AddSingleton<ChangeStore>();
        services.AddSingleton<NoticeStore>();
        services.AddSingleton<AlertStore>();
        services.AddSingleton<TrailStore>();
        services.AddSingleton<WebhookStore>();
        services.AddKeyedSingleton<IGrainStorageSerializer, JsonGrainStorageSerializer>(LedgerStorage.Name);
        services.AddHostedService<StorageStartup>();
        return services;
    }

    /// <summary>Makes the PostgreSQL server's clock that of the process. To be added before everything that starts.</summary>
    public static IServiceCollection AddDatabaseClock(this IServiceCollection services)
    {
        services.AddSingleton(s => new DatabaseClock(
            ClusteringConnectionString(s.GetRequiredService<IOptions<StorageOptions>>().Value.Postgres!), TimeProvider.System));
        services.AddSingleton<TimeProvider>(s => s.GetRequiredService<DatabaseClock>());
        return services.AddHostedService<DatabaseClockService>();
    }

    /// <summary>Keeps grain states in the SQLite file, under the name <see cref="LedgerStorage.Name"/>.</summary>
    public static IServiceCollection AddSqliteGrainStorage(this IServiceCollection services) =>
        services.AddKeyedSingleton<IGrainStorage>(LedgerStorage.Name, (s, _) => new SqliteGrainStorage(
            (SqliteDatabase)s.GetRequiredService<Database>(),
            LedgerStorage.Name,
            s.GetRequiredKeyedService<IGrainStorageSerializer>(LedgerStorage.Name),
            s.GetRequiredService<TimeProvider>()));

    /// <summary>
    /// For Orleans' own storage over PostgreSQL, invariant <c>Npgsql</c>: the same database, over sessions whose commits do not wait
    /// for the disk. A state lost with the server's power is replayed from the journal, so the journal alone need pay for fsyncs.
    /// A command gets the time of a long hang: at its limit the driver waits for a server that does not answer, on a thread for each
    /// connection, so there are few of these.
    /// </summary>
    public static string GrainStorageConnectionString(string postgres)
    {
        var settings = PostgresDatabase.WithDefaults(postgres);
        settings.CommandTimeout = GrainStateSeconds;
        settings.MaxPoolSize = Math.Min(settings.MaxPoolSize, GrainStateConnections);
        settings.Options = $"{settings.Options} -c synchronous_commit=off".TrimStart();
        return settings.ConnectionString;
    }

    /// <summary>For the table in which silos find each other: few, short commands, which must not wait behind the ledger's.</summary>
    public static string ClusteringConnectionString(string postgres)
    {
        var settings = PostgresDatabase.WithDefaults(postgres);
        settings.MaxPoolSize = 2;
        settings.Timeout = settings.CommandTimeout = 5;
        return settings.ConnectionString;
    }

    /// <summary>The journal of a database.</summary>
    public static IJournalStore OpenJournal(Database database, TimeProvider time) => database switch
    {
        PostgresDatabase postgres => new PostgresJournalStore(postgres, time),
        SqliteDatabase sqlite => new SqliteJournalStore(sqlite, time),
        _ => throw new ArgumentException($"no journal for {database.GetType()}", nameof(database)),
    };
}
