using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace GridGrains.Storage.Tests;

/// <summary>A bad configuration stops the start with a sentence that names the key, the value and what is allowed.</summary>
public sealed class StorageOptionsTests
{
    [Theory]
    [InlineData("CommitTimeout", "00:00:00.050", "Storage:CommitTimeout is 00:00:00.0500000; allowed are 00:00:00.1000000 to 00:01:00")]
    [InlineData("CommandTimeout", "02:00:00", "Storage:CommandTimeout is 02:00:00; allowed are 00:00:01 to 01:00:00")]
    [InlineData("CheckpointPages", "10", "Storage:CheckpointPages is 10; allowed are 100 to 1000000")]
    [InlineData("CacheMegabytes", "0", "Storage:CacheMegabytes is 0; allowed are 1 to 16384")]
    [InlineData("Sqlite", " ", "Storage:Sqlite is empty; allowed is the path of a file.")]
    public async Task Start_WithABadValue_IsRefusedInASentence(string key, string value, string sentence)
    {
        Assert.Equal([sentence], await RefusalAsync(key, value));
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Password=hush;Colour=red")]
    [InlineData("Database=gridgrains;Password=hush")]
    [InlineData("hush")]
    public async Task Start_WithABadConnectionString_IsRefusedWithoutShowingIt(string value)
    {
        var sentence = Assert.Single(await RefusalAsync("Postgres", value));

        Assert.StartsWith("Storage:Postgres is not a connection string", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OfAHost_PreparesTheDatabaseBeforeAnyServiceStarts()
    {
        await using var test = new SqliteTestDatabase();
        var builder = NewHost("Sqlite", test.Options.Sqlite);
        var seen = new TableWatcher(test);
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(seen));
        var host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("0", seen.Found);
        await host.StopAsync(TestContext.Current.CancellationToken);
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    [Fact]
    public void Location_OfAPostgresDatabase_HasNoPassword()
    {
        var options = new StorageOptions { Postgres = "Host=db;Port=5433;Database=gg;Username=u;Password=hush" };

        Assert.Equal("PostgreSQL database gg at db:5433", Database.Of(options, TimeProvider.System).Location);
    }

    [Theory]
    [InlineData("Host=db", "gridgrains", 10)]
    [InlineData("Host=db;Application Name=mine;MaxPoolSize=7", "mine", 7)]
    public void GrainStorageConnectionString_Always_SaysWhatWasNotSaid(string connectionString, string name, int connections)
    {
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(StorageServices.GrainStorageConnectionString(connectionString));

        Assert.Equal((name, connections, 60), (settings.ApplicationName, settings.MaxPoolSize, settings.CommandTimeout));
    }

    [Theory]
    [InlineData("Host=db", "-c synchronous_commit=off")]
    [InlineData("Host=db;Options=-c work_mem=8MB", "-c work_mem=8MB -c synchronous_commit=off")]
    public void GrainStorageConnectionString_Always_AddsToTheOptions(string connectionString, string expected)
    {
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(StorageServices.GrainStorageConnectionString(connectionString));

        Assert.Equal(expected, settings.Options);
    }

    private static async Task<IEnumerable<string>> RefusalAsync(string key, string value)
    {
        using var host = NewHost(key, value).Build();
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        return refusal.Failures;
    }

    private static HostApplicationBuilder NewHost(string key, string value)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { [$"Storage:{key}"] = value });
        builder.Services.AddGridGrainsStorage(builder.Configuration);
        return builder;
    }

    private sealed class TableWatcher(TestDatabase test) : IHostedService
    {
        public string? Found { get; private set; }

        public async Task StartAsync(CancellationToken cancellationToken) =>
            Found = await test.TextAsync("SELECT count(*) FROM journal", cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
