using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GridGrains.Testing;
using Npgsql;
using static GridGrains.Storage.Tests.Entries;

namespace GridGrains.Storage.Tests;

/// <summary>A database that is spoken to over TLS, by a certificate that is checked with its name.</summary>
public sealed class PostgresTlsTests : IDisposable
{
    private const string ServerOnlyTls = "hostssl all all 127.0.0.1/32 trust";

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("gridgrains-tls-");

    [Fact]
    public async Task Journal_OverTlsWithTheNameChecked_CommitsAndReadsAndNothingElseIsConnected()
    {
        PostgresFixture.SkipIfUnavailable();
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await StartAsync(cancellation);
        var connection = $"{server.ConnectionString};SSL Mode=VerifyFull;Root Certificate={In("ca.crt")}";

        await using var database = Database.Of(new() { Postgres = connection }, TimeProvider.System);
        await database.PrepareAsync(cancellation);
        var journal = StorageServices.OpenJournal(database, TimeProvider.System);
        Assert.Empty(await journal.CommitAsync(Run(1, 10), cancellation));
        Assert.Equal(10, (await journal.AllAsync(Ledger())).Count);
        await ((IAsyncDisposable)journal).DisposeAsync();

        Assert.Equal("t", await AskAsync(connection, "SELECT ssl::text::char(1) FROM pg_stat_ssl WHERE pid = pg_backend_pid()"));
        foreach (var refused in Refused())
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => AskAsync($"{server.ConnectionString};{refused}", "SELECT 'reached'"));
    }

    public void Dispose() => directory.Delete(recursive: true);

    // Nobody vouches for the server, somebody else does, it goes by another name, and no TLS at all.
    private string[] Refused() =>
    [
        "SSL Mode=VerifyFull",
        $"SSL Mode=VerifyFull;Root Certificate={In("stranger.crt")}",
        $"SSL Mode=VerifyFull;Root Certificate={In("ca.crt")};Host=localhost",
        "SSL Mode=Disable",
    ];

    private static async Task<string?> AskAsync(string connection, string question)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(question);
        return (string?)await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    private async Task<PostgresServer> StartAsync(CancellationToken cancellation)
    {
        using var authority = Authority("authority");
        using var stranger = Authority("stranger");
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, [1, 2, 3]);
        await File.WriteAllTextAsync(In("ca.crt"), authority.ExportCertificatePem(), cancellation);
        await File.WriteAllTextAsync(In("stranger.crt"), stranger.ExportCertificatePem(), cancellation);
        await File.WriteAllTextAsync(In("server.crt"), certificate.ExportCertificatePem(), cancellation);
        await File.WriteAllTextAsync(In("server.key"), key.ExportPkcs8PrivateKeyPem(), cancellation);
        await File.WriteAllTextAsync(In("hba.conf"), ServerOnlyTls + "\n", cancellation);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(In("server.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await PostgresServer.GiveAsync(directory.FullName, cancellation);
        return await PostgresServer.StartAsync(
            cancellation, "ssl=on", $"ssl_cert_file={In("server.crt")}", $"ssl_key_file={In("server.key")}", $"hba_file={In("hba.conf")}");
    }

    private static X509Certificate2 Authority(string name)
    {
        var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private string In(string file) => Path.Combine(directory.FullName, file);
}
