using System.Text;
using Microsoft.Data.Sqlite;
using Orleans.Configuration;
using Orleans.Storage;
using Xunit;

namespace GridGrains.StandIn;

/// <summary>The statements are a database's own; what is tested is that they get their parameters and their versions are minded.</summary>
public sealed class AdoNetStorageTests : IDisposable
{
    private const string Schema = """
        CREATE TABLE OrleansQuery (QueryKey TEXT, QueryText TEXT);
        CREATE TABLE States (Hash INT, N0 INT, N1 INT, TypeHash INT, Type TEXT, Extension TEXT, Service TEXT, Payload BLOB, Version INT);
        CREATE UNIQUE INDEX OneState ON States (N0, N1, Type, IFNULL(Extension, ''), Service);
        INSERT INTO OrleansQuery VALUES
        ('ReadFromStorageKey', 'SELECT Payload AS PayloadBinary, Version FROM States WHERE Hash = @GrainIdHash AND N0 = @GrainIdN0
            AND N1 = @GrainIdN1 AND TypeHash = @GrainTypeHash AND Type = @GrainTypeString
            AND Extension IS @GrainIdExtensionString AND Service = @ServiceId'),
        ('WriteToStorageKey', 'INSERT INTO States VALUES (@GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString,
            @GrainIdExtensionString, @ServiceId, @PayloadBinary, 1)
            ON CONFLICT DO UPDATE SET Payload = @PayloadBinary, Version = Version + 1
            WHERE Version = @GrainStateVersion RETURNING Version'),
        ('ClearStorageKey', 'UPDATE States SET Payload = NULL, Version = Version + 1 WHERE N0 = @GrainIdN0 AND N1 = @GrainIdN1
            AND Extension IS @GrainIdExtensionString AND Version = @GrainStateVersion RETURNING Version');
        """;

    private readonly string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.db");
    private readonly AdoNetStorage storage;

    public AdoNetStorageTests()
    {
        var source = SqliteFactory.Instance.CreateDataSource($"Data Source={file};Pooling=False");
        using (var schema = source.CreateCommand(Schema))
            schema.ExecuteNonQuery();
        storage = new(source, new AdoNetGrainStorageOptions(), "service");
    }

    public void Dispose() => File.Delete(file);

    [Theory]
    [InlineData("round-1/city.county")]
    [InlineData("FF")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public async Task State_WrittenTwice_IsReadAsTheSecond(string key)
    {
        var grain = GrainId.Create("grid", key);
        GrainState<List<int>> written = new([1]);
        await storage.WriteStateAsync("state", grain, written);
        Assert.Equal(("1", true), (written.ETag, written.RecordExists));
        written.State!.Add(2);
        await storage.WriteStateAsync("state", grain, written);

        GrainState<List<int>> read = new();
        await storage.ReadStateAsync("state", grain, read);
        Assert.Equal([1, 2], read.State!);
        Assert.Equal(("2", true), (read.ETag, read.RecordExists));
    }

    [Fact]
    public async Task State_NeverWritten_IsReadAsANewOne()
    {
        GrainState<List<int>> read = new();
        await storage.ReadStateAsync("state", GrainId.Create("grid", "none"), read);
        Assert.Empty(read.State!);
        Assert.Equal((null, false), (read.ETag, read.RecordExists));
    }

    [Fact]
    public async Task State_WrittenByAnotherMeanwhile_IsRefused()
    {
        var grain = GrainId.Create("grid", "contested");
        GrainState<List<int>> one = new([1]);
        GrainState<List<int>> other = new([2]);
        await storage.WriteStateAsync("state", grain, one);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("state", grain, other));
        await storage.ReadStateAsync("state", grain, other);
        await storage.WriteStateAsync("state", grain, other);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("state", grain, one));
    }

    [Fact]
    public async Task State_Cleared_IsReadAsANewOneAndCanBeWrittenAgain()
    {
        var grain = GrainId.Create("grid", "cleared");
        GrainState<List<int>> state = new([1]);
        await storage.WriteStateAsync("state", grain, state);
        await storage.ClearStateAsync("state", grain, state);
        Assert.Empty(state.State!);
        await storage.ReadStateAsync("state", grain, state);
        Assert.Equal(("2", false), (state.ETag, state.RecordExists));
        state.State = [3];
        await storage.WriteStateAsync("state", grain, state);
        Assert.Equal("3", state.ETag);
    }

    // As Orleans' own provider has written them.
    [Theory]
    [InlineData("round-1/city.county.town", 0, 0, 2077637561)]
    [InlineData("FF", 0, 255, 1922785550)]
    [InlineData("2A", 0, 42, -110949262)]
    [InlineData("0123456789abcdef0123456789abcdef", -3607513408948976281, -1167088121787636991, 226093389)]
    public void Key_OfAGrain_IsOrleansOwn(string key, long n0, long n1, int hash)
    {
        var row = AdoNetKey.Of(GrainId.Create("note", key));
        Assert.Equal((n0, n1, hash), (row.N0, row.N1, row.Hash));
        Assert.Equal(2089316603, AdoNetKey.HashOf(Encoding.UTF8.GetBytes("note")));
    }

    [Theory]
    [InlineData("", 0x02CC5D05)]
    [InlineData("a", 0x550D7456)]
    [InlineData("abc", 0x32D153FF)]
    [InlineData("Nobody inspects the spammish repetition", 0xE2293B2F)]
    public void XxHash32_OfKnownTexts_IsTheKnownHash(string text, uint hash) =>
        Assert.Equal(hash, XxHash32.Hash(Encoding.UTF8.GetBytes(text)));
}
