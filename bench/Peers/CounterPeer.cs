using System.Net;
using System.Text.Json;
using GridGrains.Bench.Ingest;
using GridGrains.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace GridGrains.Bench.Peers;

/// <summary>
/// The way most would build it: the same web server, and for each report one PostgreSQL transaction that inserts it unless it is known,
/// upserts its subjects, and adds to the counters of the grid and the four levels above. Durable in the same way (fsync on).
/// </summary>
internal sealed class CounterPeer : IContender
{
    private readonly PostgresServer postgres;
    private readonly NpgsqlDataSource database;
    private readonly WebApplication app;

    private CounterPeer(PostgresServer postgres, NpgsqlDataSource database, WebApplication app)
    {
        this.postgres = postgres;
        this.database = database;
        this.app = app;
    }

    public string Name => "PostgreSQL, transaction per report";

    public string Token => "none";

    public TimeSpan? ProcessorTime => null;

    public IPEndPoint Address => new(
        IPAddress.Loopback,
        new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port);

    public IReadOnlyList<string> ReportPaths { get; } = [.. BenchCity.Grids.Select(g => $"/reports/{g}")];

    public static async Task<IContender> StartAsync(CancellationToken cancellation)
    {
        var postgres = await PostgresServer.StartAsync(cancellation);
        var database = new NpgsqlDataSourceBuilder(postgres.ConnectionString + ";Maximum Pool Size=64").Build();
        await CreateAsync(database, cancellation);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/reports/{place}", (RequestDelegate)(context => TakeAsync(database, context)));
        await app.StartAsync(cancellation);
        return new CounterPeer(postgres, database, app);
    }

    public async Task<long> TotalAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select people from counters where place = '{BenchCity.Root}'");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
        await postgres.DisposeAsync();
    }

    private static async Task TakeAsync(NpgsqlDataSource database, HttpContext context)
    {
        var place = (string)context.Request.RouteValues["place"]!;
        using var report = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var observations = report.RootElement.GetProperty("observations").EnumerateArray()
            .Select(o => (Subject: o.GetProperty("subject").GetString()!, Value: o.GetProperty("value").GetInt64())).ToList();
        await using var connection = await database.OpenConnectionAsync(context.RequestAborted);
        await using var transaction = await connection.BeginTransactionAsync(context.RequestAborted);
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new("insert into reports values ($1, $2, $3)")
                {
                    Parameters = { new() { Value = place }, new() { Value = report.RootElement.GetProperty("reportId").GetGuid() }, new() { Value = report.RootElement.GetRawText() } },
                },
                new("insert into subjects select $1, s, v from unnest($2, $3) as x(s, v) on conflict (place, subject) do update set value = excluded.value")
                {
                    Parameters =
                    {
                        new() { Value = place },
                        new() { Value = observations.Select(o => o.Subject).ToArray() },
                        new() { Value = observations.Select(o => o.Value).ToArray() },
                    },
                },
                // In one order, root first, so that reports wait for each other instead of ending in a deadlock.
                new("update counters set people = people + $1 from (select place as p from counters where place = any($2) order by place for update) as locked where place = p")
                {
                    Parameters =
                    {
                        new() { Value = observations.Sum(o => o.Value) },
                        new() { Value = BenchCity.PathTo(place).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(context.RequestAborted);
        await transaction.CommitAsync(context.RequestAborted);
        context.Response.ContentLength = 2;
        await context.Response.WriteAsync("{}", context.RequestAborted);
    }

    private static async Task CreateAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var tables = database.CreateCommand(
            """
            create table reports (place text, report_id uuid, body text, primary key (place, report_id));
            create table subjects (place text, subject text, value bigint, primary key (place, subject));
            create table counters (place text primary key, people bigint not null);
            """);
        await tables.ExecuteNonQueryAsync(cancellation);
        await using var counters = database.CreateCommand("insert into counters select p, 0 from unnest($1) as x(p)");
        counters.Parameters.Add(new() { Value = BenchCity.Grids.SelectMany(BenchCity.PathTo).Distinct().ToArray() });
        await counters.ExecuteNonQueryAsync(cancellation);
    }
}
