using Dapper;
using GridGrains.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace GridGrains.Grains.Tests.Storage;

/// <summary>The journal's commits wait for the disk, whatever the same connection did before; those of the cache do not.</summary>
public sealed class SqliteWriterTests : IAsyncLifetime
{
    private const long Normal = 1;
    private const long Full = 2;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gridgrains-writer-");
    private SqliteDatabase database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = new(new StorageOptions { Sqlite = Path.Combine(folder.FullName, "gridgrains.db") }, TimeProvider.System);
        await database.PrepareAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task EachKindOfWork_HasItsOwnLevel_InWhateverOrderItComes()
    {
        foreach (var durable in new[] { true, false, true, true, false, false, true })
            Assert.Equal(durable ? Full : Normal, await LevelAsync(durable));
    }

    [Fact]
    public async Task ALevelThatTheWorkItselfChanged_IsSetAgainAfterItsFailure()
    {
        await Assert.ThrowsAsync<SqliteException>(() => database.Writer.WriteAsync(c => c.Execute("PRAGMA synchronous = OFF; SELECT no_such_column"), Cancellation));
        Assert.Equal(Full, await LevelAsync(durable: true));
    }

    private Task<long> LevelAsync(bool durable) =>
        durable ? database.Writer.WriteAsync(Level, Cancellation) : database.Writer.WriteCacheAsync(Level, Cancellation);

    private static long Level(SqliteConnection connection) => connection.ExecuteScalar<long>("PRAGMA synchronous");
}
