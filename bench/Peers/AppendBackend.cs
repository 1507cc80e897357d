using GridGrains.Bench.Hosts;
using GridGrains.Bench.Ingest;
using GridGrains.Journal;
using Npgsql;
using NpgsqlTypes;

namespace GridGrains.Bench.Peers;

/// <summary>
/// The way a good engineer would build it without grains: reports are only appended, in batches that share a commit, and a worker adds what is new to the counters of all
/// levels every 250 ms, in one statement. One connection writes, so ids become visible in their order and the worker can go on from the last it has seen.
/// </summary>
internal sealed class AppendBackend : IBackend
{
    private static readonly TimeSpan RollUpInterval = TimeSpan.FromMilliseconds(250);

    private const string Tables =
        """
        create table reports (id bigserial primary key, place text not null, report_id uuid not null, people bigint not null, body text not null, unique (place, report_id));
        create table counters (place text primary key, people bigint not null) with (fillfactor = 50);
        create table paths (grid text, place text, primary key (grid, place));
        create table progress (through bigint not null);
        insert into progress values (0);
        """;

    private const string Append =
        """
        insert into reports (place, report_id, people, body) select * from unnest($1, $2, $3, $4)
        on conflict (place, report_id) do nothing returning report_id
        """;

    private const string RollUp =
        """
        with seen as (select through from progress for update),
             recent as materialized (select r.id, r.place, r.people from reports r, seen where r.id > seen.through),
             grids as (select place, sum(people) as people from recent group by place),
             sums as (select p.place, sum(g.people) as people from grids g join paths p on p.grid = g.place group by p.place),
             added as (update counters c set people = c.people + s.people from sums s where c.place = s.place)
        update progress set through = greatest(through, coalesce((select max(id) from recent), 0))
        """;

    private readonly NpgsqlDataSource database;
    private readonly NpgsqlConnection writer;
    private readonly Batches<(string Place, Report Report, byte[] Body)> batches;
    private readonly CancellationTokenSource ending = new();
    private readonly Task rollingUp;

    private AppendBackend(NpgsqlDataSource database, NpgsqlConnection writer)
    {
        this.database = database;
        this.writer = writer;
        batches = new(AppendAsync);
        rollingUp = RollUpAsync();
    }

    public static async Task<IBackend> StartAsync(string postgres, int grids, CancellationToken cancellation)
    {
        var database = new NpgsqlDataSourceBuilder($"{postgres};Max Auto Prepare=4").Build();
        await database.ExecuteAsync(Tables, cancellation);
        var all = BenchTree.Grids(grids).SelectMany(grid => BenchCity.PathTo(grid).Select(place => (Grid: grid, Place: place))).ToList();
        await using (var paths = database.CreateCommand("insert into paths select * from unnest($1, $2)"))
        {
            paths.Parameters.Add(new() { Value = all.Select(p => p.Grid).ToArray() });
            paths.Parameters.Add(new() { Value = all.Select(p => p.Place).ToArray() });
            await paths.ExecuteNonQueryAsync(cancellation);
        }
        await database.AddCountersAsync(grids, cancellation);
        return new AppendBackend(database, await database.OpenConnectionAsync(cancellation));
    }

    public ValueTask<bool> TakeAsync(string place, Report report) => new(batches.AddAsync((place, report, Payload.Encode(report.Observations))));

    public Task<long[]> TotalsAsync(IReadOnlyList<string> places) => database.TotalsAsync(places);

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await rollingUp;
        await batches.DisposeAsync();
        await writer.DisposeAsync();
        await database.DisposeAsync();
        ending.Dispose();
    }

    private async Task<bool[]> AppendAsync(IReadOnlyList<(string Place, Report Report, byte[] Body)> reports)
    {
        await using var command = new NpgsqlCommand(Append, writer);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. reports.Select(r => r.Place)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. reports.Select(r => r.Report.ReportId)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. reports.Select(r => People.In(r.Report))] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. reports.Select(r => r.Body)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        await command.PrepareAsync();
        var isNew = new HashSet<Guid>(reports.Count);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            isNew.Add(rows.GetGuid(0));
        // Of the same id twice in one batch, the first is the new one.
        return [.. reports.Select(r => isNew.Remove(r.Report.ReportId))];
    }

    private async Task RollUpAsync()
    {
        using var timer = new PeriodicTimer(RollUpInterval);
        while (!ending.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(ending.Token).AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
            await database.ExecuteAsync(RollUp, CancellationToken.None);
        }
    }
}
