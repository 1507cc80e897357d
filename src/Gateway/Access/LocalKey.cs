using System.Runtime.InteropServices;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GridGrains.Gateway;

/// <summary>The key made at first start in the data directory. Whoever can read its file can issue tokens, so only its owner can.</summary>
public sealed class LocalKey
{
    /// <summary>The issuer of its tokens.</summary>
    public const string Issuer = "gridgrains-local";

    /// <summary>The audience of every token.</summary>
    public const string Audience = "gridgrains";

    /// <summary>Its file in the data directory.</summary>
    public const string FileName = "token.key";

    private const int KeyBytes = 64;
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;

    private readonly byte[] key;

    internal LocalKey(byte[] key) => this.key = key;

    /// <summary>Whether a data directory has a key.</summary>
    public static bool ExistsIn(string directory) => File.Exists(Path.Combine(directory, FileName));

    /// <summary>Reads the key of a data directory, or makes it. Of several processes that make it at once, all get the same one.</summary>
    /// <exception cref="InvalidOperationException">The file is no key, or others than its owner may read it.</exception>
    public static LocalKey Open(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
            Make(directory, path);
        return Read(path);
    }

    /// <summary>Issues a token.</summary>
    /// <param name="roles">One or more of public, viewer, reporter and steward.</param>
    /// <param name="places">The roots of the subtrees it is for.</param>
    /// <param name="ttl">How long it is valid.</param>
    /// <param name="subject">Opaque id of the bearer. The same by default, so that a report sent again with a newer token is known again.</param>
    /// <param name="time">The clock; the real one by default.</param>
    public string IssueToken(
        IEnumerable<string> roles, IEnumerable<PlaceId> places, TimeSpan ttl, string subject = "local", TimeProvider? time = null)
    {
        var issued = (time ?? TimeProvider.System).GetUtcNow();
        var now = issued.UtcDateTime;
        var claims = new ClaimsIdentity(
        [
            new Claim(Access.SubjectClaim, subject),
            new Claim(Access.TokenClaim, Guid.CreateVersion7(issued).ToString()),
            .. roles.Select(role => new Claim(Access.RoleClaim, role)),
            .. places.Select(place => new Claim(Access.PlaceClaim, place.Value)),
        ]);
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            Subject = claims,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + ttl,
            SigningCredentials = new SigningCredentials(SecurityKey, SecurityAlgorithms.HmacSha256),
        });
    }

    internal SymmetricSecurityKey SecurityKey => new(key);

    // The file appears whole, under its name and with its rights, or not at all.
    private static void Make(string directory, string path)
    {
        CreateDirectory(directory);
        var draft = Path.Combine(directory, $".{FileName}.{Guid.NewGuid():n}");
        try
        {
            using (var file = new FileStream(draft, Create()))
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes))));
                file.Flush(flushToDisk: true);
            }
            Publish(draft, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first; its key is the key.
        }
        finally
        {
            File.Delete(draft);
        }
    }

    // Of several, one succeeds: on Unix a move without overwriting looks first and moves then, so two could; a link cannot.
    private static void Publish(string draft, string path)
    {
        var isLinked = !OperatingSystem.IsWindows() && Link(draft, path) == 0;
        if (!isLinked)
            File.Move(draft, path, overwrite: false);
    }

    [DllImport("libc", EntryPoint = "link", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string made);

    private static FileStreamOptions Create()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Owner;
        return options;
    }

    private static void CreateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, Owner | UnixFileMode.UserExecute);
    }

    private static LocalKey Read(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            throw new InvalidOperationException($"{path} may be read by others than its owner; 'chmod 600' it, and think of its key as known");
        var text = File.ReadAllText(path).Trim();
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= AuthOptions.ShortestKey
            ? new LocalKey(bytes[..length])
            : throw new InvalidOperationException(
                $"{path} is not the base64 of a key of at least {AuthOptions.ShortestKey} bytes; delete it to have a new one made");
    }
}
