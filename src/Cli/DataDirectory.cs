using System.CommandLine;
using GridGrains.Gateway;

namespace GridGrains.Cli;

/// <summary>Where a service on this machine keeps its ledger and the key of its tokens.</summary>
internal sealed class DataDirectory(string path)
{
    private const string LockFile = "serve.lock";
    private const string DrillFile = "drill";

    /// <summary>The whole path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The SQLite file of its ledger.</summary>
    public string Ledger => In("gridgrains.db");

    /// <summary>The option <c>--data</c> of every verb that has it.</summary>
    public static Option<string> Option() =>
        new("--data") { Description = "The data directory of the service on this machine", HelpName = "DIR", DefaultValueFactory = _ => "./data" };

    /// <summary>The scenario that is played as a drill whenever this directory is served, if any.</summary>
    public string? Drill
    {
        get => File.Exists(In(DrillFile)) ? File.ReadAllText(In(DrillFile)).Trim() : null;
        set => File.WriteAllText(In(DrillFile), value);
    }

    /// <summary>Whether tokens can be issued here: not where another key or an authority is configured from the first start on.</summary>
    public bool HasKey => LocalKey.ExistsIn(Path);

    /// <summary>Whether nothing has been kept here yet.</summary>
    public bool IsNew => !Directory.Exists(Path) || !Directory.EnumerateFileSystemEntries(Path).Any();

    /// <summary>Makes the directory if need be and holds it until disposed; the lock goes with the process, however that ends.</summary>
    public IDisposable Hold()
    {
        try
        {
            Create();
            return new FileStream(In(LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CommandFailure(ExitCode.OutOfReach, $"'{Path}' cannot be used as the data directory: {e.Message}");
        }
        catch (IOException e)
        {
            throw new CommandFailure(
                ExitCode.OutOfReach,
                File.Exists(In(LockFile)) ? $"'{Path}' is served by another process." : $"'{Path}' cannot be used as the data directory: {e.Message}");
        }
    }

    /// <summary>A token of the local key, which the service makes at its first start.</summary>
    public string IssueToken(IEnumerable<string> roles, IEnumerable<PlaceId> places, TimeSpan ttl)
    {
        if (!LocalKey.ExistsIn(Path))
            throw new CommandFailure(ExitCode.OutOfReach, $"'{Path}' has no key: 'gridgrains serve' makes it at its first start; --data names another directory.");
        try
        {
            return LocalKey.Open(Path).IssueToken(roles, places, ttl);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.OutOfReach, $"The key in '{Path}' cannot be used: {e.Message}");
        }
    }

    /// <summary>Adds ids to the file of revoked ones.</summary>
    public void Revoke(IEnumerable<string> ids)
    {
        // Else a mistyped directory would revoke nothing and say that it had.
        if (!Directory.Exists(Path))
            throw new CommandFailure(ExitCode.OutOfReach, $"'{Path}' is not there; --data names the directory of the service.");
        try
        {
            File.AppendAllLines(In(Revocations.FileName), ids);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.OutOfReach, $"'{In(Revocations.FileName)}' cannot be written: {e.Message}");
        }
    }

    // Its key and its ledger are for its owner.
    private void Create()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Path);
        else
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string In(string file) => System.IO.Path.Combine(Path, file);
}
