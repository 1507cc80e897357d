using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Storage;

namespace GridGrains.Storage.Tests;

/// <summary>What a storage of grain states keeps to: ours over SQLite, and Orleans' own over our tables in PostgreSQL.</summary>
public abstract class GrainStorageContract(TestDatabase test) : DatabaseTests(test)
{
    private const string StateName = "ledger";

    private static readonly GrainId Grain = GrainId.Create("grid", "round-7/enping.shengtang.v03.g02");

    private IHost? host;

    private IGrainStorage Storage => host!.Services.GetRequiredKeyedService<IGrainStorage>(LedgerStorage.Name);

    [Fact]
    public async Task Read_OfNothing_GivesANewState()
    {
        var state = await ReadAsync();

        Assert.Equal((0, 0), (state.State!.Sequence, state.State!.Ledger.Length));
        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
    }

    [Fact]
    public async Task Read_AfterWrite_GivesBackTheState()
    {
        var id = Guid.CreateVersion7();
        var written = new GrainState<Saved>(new() { Sequence = 7, LastReportId = id, Ledger = [0, 1, 254, 255] });
        await WriteAsync(written);

        var read = await ReadAsync();

        Assert.Equal((7, id), (read.State!.Sequence, read.State!.LastReportId));
        Assert.Equal([0, 1, 254, 255], read.State!.Ledger);
        Assert.True(read.RecordExists);
        Assert.NotNull(read.ETag);
        Assert.Equal(written.ETag, read.ETag);
    }

    [Fact]
    public async Task Write_Always_StoresReadableJson()
    {
        await WriteAsync(new(new() { Sequence = 7 }));

        Assert.Contains("\"Sequence\":7", await Test.TextAsync(StoredText, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_OfALargeState_ComesBack()
    {
        var ledger = new byte[3_000_000];
        new Random(7).NextBytes(ledger);
        await WriteAsync(new(new() { Ledger = ledger }));

        Assert.Equal(ledger, (await ReadAsync()).State!.Ledger);
    }

    [Fact]
    public async Task Write_TimeAfterTime_ChangesTheETagEachTime()
    {
        var state = await ReadAsync();
        var tags = new List<string?>();
        for (var sequence = 1; sequence <= 5; sequence++)
        {
            state.State!.Sequence = sequence;
            await WriteAsync(state);
            tags.Add(state.ETag);
        }

        Assert.Equal(5, tags.Distinct().Count());
        Assert.Equal(5, (await ReadAsync()).State!.Sequence);
    }

    [Fact]
    public async Task Write_OnAnOldVersion_ThrowsAndLeavesTheStateAsItIs()
    {
        await WriteAsync(new(new() { Sequence = 1 }));
        var mine = await ReadAsync();
        var other = await ReadAsync();
        other.State!.Sequence = 2;
        await WriteAsync(other);

        mine.State!.Sequence = 3;
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(mine));

        Assert.Equal(2, (await ReadAsync()).State!.Sequence);
    }

    [Fact]
    public async Task Write_OfTwoThatReadNothing_ThrowsForTheSecond()
    {
        var mine = await ReadAsync();
        var other = await ReadAsync();
        other.State!.Sequence = 2;
        await WriteAsync(other);

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(mine));

        Assert.Equal(2, (await ReadAsync()).State!.Sequence);
    }

    [Fact]
    public async Task Write_ByManyOnOneVersion_LetsOneWin()
    {
        await WriteAsync(new(new() { Sequence = 1 }));
        var states = new List<GrainState<Saved>>();
        for (var i = 0; i < 8; i++)
            states.Add(await ReadAsync());

        var won = await Task.WhenAll(states.Select(async state =>
        {
            try
            {
                await Task.Run(() => WriteAsync(state), Cancellation);
                return 1;
            }
            catch (InconsistentStateException)
            {
                return 0;
            }
        }));

        Assert.Equal(1, won.Sum());
    }

    [Fact]
    public async Task Write_AfterAllRowsWereDeleted_WorksAndIsReadBack()
    {
        var state = new GrainState<Saved>(new() { Sequence = 1 });
        await WriteAsync(state);
        await WriteAsync(state);
        await Test.ExecuteAsync(DeleteAllRows, Cancellation);

        state.State!.Sequence = 9;
        await WriteAsync(state);
        await WriteAsync(state);

        Assert.Equal(9, (await ReadAsync()).State!.Sequence);
    }

    [Fact]
    public async Task Read_AfterAllRowsWereDeleted_GivesANewState()
    {
        await WriteAsync(new(new() { Sequence = 1 }));
        await Test.ExecuteAsync(DeleteAllRows, Cancellation);

        Assert.False((await ReadAsync()).RecordExists);
    }

    [Fact]
    public async Task Clear_OfAState_LeavesNone()
    {
        var state = new GrainState<Saved>(new() { Sequence = 1 });
        await WriteAsync(state);

        await Storage.ClearStateAsync(StateName, Grain, state);

        Assert.False(state.RecordExists);
        Assert.Equal(0, state.State!.Sequence);
        var read = await ReadAsync();
        Assert.False(read.RecordExists);
        read.State!.Sequence = 2;
        await WriteAsync(read);
        Assert.Equal(2, (await ReadAsync()).State!.Sequence);
    }

    [Fact]
    public async Task Clear_OnAnOldVersion_ThrowsAndLeavesTheStateAsItIs()
    {
        await WriteAsync(new(new() { Sequence = 1 }));
        var mine = await ReadAsync();
        await WriteAsync(await ReadAsync());

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync(StateName, Grain, mine));

        Assert.True((await ReadAsync()).RecordExists);
    }

    [Fact]
    public async Task Write_OfManyGrainsAndNames_KeepsThemApart()
    {
        (string Name, GrainId Grain)[] keys =
        [
            (StateName, Grain), ("area", Grain), (StateName, GrainId.Create("grid", "round-8/enping.shengtang.v03.g02")),
            (StateName, GrainId.Create("grid", "17")), (StateName, GrainId.Create("grid", "18")),
        ];
        for (var i = 0; i < keys.Length; i++)
            await Storage.WriteStateAsync(keys[i].Name, keys[i].Grain, new GrainState<Saved>(new() { Sequence = i }));

        for (var i = 0; i < keys.Length; i++)
        {
            var read = new GrainState<Saved>();
            await Storage.ReadStateAsync(keys[i].Name, keys[i].Grain, read);
            Assert.Equal(i, read.State!.Sequence);
        }
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Sqlite"] = Test.Options.Sqlite,
            ["Storage:Postgres"] = Test.Options.Postgres,
        });
        builder.Services.AddGridGrainsStorage(builder.Configuration);
        builder.UseOrleans(silo => AddStorage(silo.UseLocalhostClustering(FreePort.Next(), gatewayPort: 0)));
        host = builder.Build();
        await host.StartAsync(Cancellation);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (host is not null)
        {
            await host.StopAsync(CancellationToken.None);
            await ((IAsyncDisposable)host).DisposeAsync();
        }
        await base.DisposeAsync();
    }

    protected abstract string DeleteAllRows { get; }

    protected abstract string StoredText { get; }

    protected abstract void AddStorage(ISiloBuilder silo);

    private async Task<GrainState<Saved>> ReadAsync()
    {
        var state = new GrainState<Saved>();
        await Storage.ReadStateAsync(StateName, Grain, state);
        return state;
    }

    private Task WriteAsync(GrainState<Saved> state) => Storage.WriteStateAsync(StateName, Grain, state);
}

/// <summary>A state as grains have it.</summary>
[GenerateSerializer]
public sealed class Saved
{
    [Id(0)]
    public long Sequence { get; set; }

    [Id(1)]
    public Guid LastReportId { get; set; }

    [Id(2)]
    public byte[] Ledger { get; set; } = [];
}

public sealed class SqliteGrainStorageTests() : GrainStorageContract(new SqliteTestDatabase())
{
    protected override string DeleteAllRows => "DELETE FROM grain_state";

    protected override string StoredText => "SELECT CAST(payload AS TEXT) FROM grain_state";

    protected override void AddStorage(ISiloBuilder silo) => silo.Services.AddSqliteGrainStorage();
}

public sealed class PostgresGrainStorageTests(PostgresFixture fixture) : GrainStorageContract(new PostgresTestDatabase(fixture))
{
    protected override string DeleteAllRows => "DELETE FROM OrleansStorage";

    protected override string StoredText => "SELECT convert_from(PayloadBinary, 'UTF8') FROM OrleansStorage";

    protected override void AddStorage(ISiloBuilder silo) => silo.AddAdoNetGrainStorage(
        LedgerStorage.Name,
        (AdoNetGrainStorageOptions options) =>
        {
            options.Invariant = "Npgsql";
            options.ConnectionString = StorageServices.GrainStorageConnectionString(Test.Options.Postgres!);
        });
}
