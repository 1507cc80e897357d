using System.Collections.Concurrent;
using GridGrains.Bench.Hosts;
using GridGrains.Bench.Ingest;
using GridGrains.Journal;
using Npgsql;
using NpgsqlTypes;

namespace GridGrains.Bench.Peers;

/// <summary>
/// The way most would build it: for each report one PostgreSQL transaction that keeps it unless its id is known, and adds to the counters of the grid and the four
/// levels above. Written as well as that can be: a function on the server, so that a report is one round trip of one prepared statement, over as many pooled connections
/// as there are clients; and upwards, so that no two transactions can deadlock and the root's row, for which all of them wait, is held as shortly as can be.
/// </summary>
internal sealed class CounterBackend : IBackend
{
    private const string Tables =
        """
        create table reports (place text, report_id uuid, body text, primary key (place, report_id));
        create table counters (place text primary key, people bigint not null) with (fillfactor = 10);
        create function take(report_place text, id uuid, report_body text, report_people bigint, path text[]) returns boolean language plpgsql as $$
        begin
            insert into reports values (report_place, id, report_body) on conflict do nothing;
            if not found then
                return false;
            end if;
            for level in reverse array_length(path, 1)..1 loop
                update counters set people = people + report_people where place = path[level];
            end loop;
            return true;
        end
        $$;
        """;

    private readonly NpgsqlDataSource database;
    private readonly ConcurrentDictionary<string, string[]> paths = new();

    private CounterBackend(NpgsqlDataSource database) => this.database = database;

    public static async Task<IBackend> StartAsync(string postgres, int grids, CancellationToken cancellation)
    {
        // Prepared by themselves once they have run a few times, on each connection.
        var database = new NpgsqlDataSourceBuilder($"{postgres};Maximum Pool Size=128;Max Auto Prepare=4;No Reset On Close=true").Build();
        await database.ExecuteAsync(Tables, cancellation);
        await database.AddCountersAsync(grids, cancellation);
        return new CounterBackend(database);
    }

    public async ValueTask<bool> TakeAsync(string place, Report report)
    {
        await using var command = database.CreateCommand("select take($1, $2, $3, $4, $5)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = place });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = report.ReportId });
        // Text is UTF-8 on the wire, so the bytes go as they are.
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Payload.Encode(report.Observations), NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = People.In(report) });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = paths.GetOrAdd(place, p => [.. BenchCity.PathTo(p)]) });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    public Task<long[]> TotalsAsync(IReadOnlyList<string> places) => database.TotalsAsync(places);

    public ValueTask DisposeAsync() => database.DisposeAsync();
}

/// <summary>What both peers on PostgreSQL do alike.</summary>
internal static class Counters
{
    public static async Task ExecuteAsync(this NpgsqlDataSource database, string sql, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public static async Task AddCountersAsync(this NpgsqlDataSource database, int grids, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("insert into counters select p, 0 from unnest($1) as x(p)");
        command.Parameters.Add(new() { Value = BenchTree.Places(BenchTree.Grids(grids)).ToArray() });
        await command.ExecuteNonQueryAsync(cancellation);
        await database.ExecuteAsync("analyze", cancellation);
    }

    public static async Task<long[]> TotalsAsync(this NpgsqlDataSource database, IReadOnlyList<string> places)
    {
        var totals = new Dictionary<string, long>();
        await using var command = database.CreateCommand("select place, people from counters where place = any($1)");
        command.Parameters.Add(new() { Value = places.ToArray() });
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            totals[rows.GetString(0)] = rows.GetInt64(1);
        return [.. places.Select(p => totals[p])];
    }
}
