using System.Collections.Frozen;
using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>
/// Tokens that are good and yet no longer accepted: a file with an id a line, of a token (<c>jti</c>) or of whom it is for (<c>sub</c>). Every gateway looks at
/// its file again and again, so that what is written there holds everywhere within <see cref="Interval"/>, for requests and for open connections.
/// </summary>
public sealed partial class Revocations : BackgroundService
{
    /// <summary>Its file in the data directory, if none is configured.</summary>
    public const string FileName = "revoked";

    /// <summary>How long after a change of the file it is known here, at most.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly string file;
    private readonly TimeProvider time;
    private readonly ILogger<Revocations> log;
    private FrozenSet<string> ids = FrozenSet<string>.Empty;
    private DateTime readAt = DateTime.MinValue;
    private bool isLost;

    /// <summary>Reads the file, so that one that cannot be read stops the start.</summary>
    public Revocations(IOptions<AuthOptions> auth, IOptions<GatewayOptions> gateway, TimeProvider time, ILogger<Revocations> log)
    {
        (this.time, this.log) = (time, log);
        file = auth.Value.RevokedFile is { Length: > 0 } configured ? configured : Path.Combine(gateway.Value.DataDirectory, FileName);
        if (File.Exists(file))
            Read();
    }

    /// <summary>Whether a token with these claims is revoked.</summary>
    public bool Has(ClaimsPrincipal who)
    {
        var revoked = Volatile.Read(ref ids);
        if (revoked.Count == 0)
            return false;
        foreach (var claim in who.Claims)
        {
            if (claim.Type is Access.TokenClaim or Access.SubjectClaim && revoked.Contains(claim.Value))
                return true;
        }
        return false;
    }

    /// <summary>Reads the file if it has changed. One that is gone or cannot be read takes nothing back: what was revoked stays so.</summary>
    public void Look()
    {
        try
        {
            if (File.Exists(file) ? File.GetLastWriteTimeUtc(file) != readAt : readAt != DateTime.MinValue)
                Read();
            isLost = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!isLost)
                LogLost(file, e.Message);
            isLost = true;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Look();
    }

    private void Read()
    {
        // Before the lines: what is written meanwhile is read the next time.
        var written = File.GetLastWriteTimeUtc(file);
        var read = File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').ToFrozenSet(StringComparer.Ordinal);
        Volatile.Write(ref ids, read);
        readAt = written;
        LogRead(read.Count, file);
    }

    [LoggerMessage(330, LogLevel.Information, "{Revoked} ids are revoked by {File}")]
    private partial void LogRead(int revoked, string file);

    [LoggerMessage(331, LogLevel.Error, "{File} cannot be read, what was revoked before stays so: {Why}")]
    private partial void LogLost(string file, string why);
}
