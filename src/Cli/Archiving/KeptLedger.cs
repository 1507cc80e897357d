using System.CommandLine;
using GridGrains.Storage;

namespace GridGrains.Cli;

/// <summary>The options of a verb that works on the database itself, past the service.</summary>
internal sealed class KeptLedger
{
    private readonly Option<string> data = DataDirectory.Option();
    private readonly Option<string?> postgres = new("--postgres") { Description = "The ledger is in this PostgreSQL database, not in a SQLite file", HelpName = "CONNECTION" };

    public KeptLedger(Command verb, bool withPostgres = true)
    {
        verb.Add(data);
        if (withPostgres)
            verb.Add(postgres);
    }

    /// <summary>The data directory.</summary>
    public DataDirectory Directory(ParseResult parsed) => new(parsed.GetRequiredValue(data));

    /// <summary>The PostgreSQL database, if that is it.</summary>
    public string? Postgres(ParseResult parsed) => parsed.GetValue(postgres);

    /// <summary>The SQLite file of a directory that is there.</summary>
    public string File(ParseResult parsed)
    {
        var file = Directory(parsed).Ledger;
        return System.IO.File.Exists(file) ? file : throw new CommandFailure(ExitCode.WrongUse, $"'{file}' is not there; --data names the directory of the service.");
    }

    /// <summary>The database, which is there.</summary>
    public Database Open(ParseResult parsed) => Postgres(parsed) is { } connection ? Of(connection, "") : Of(null, File(parsed));

    /// <summary>The database of a connection string or a file.</summary>
    public static Database Of(string? postgres, string file)
    {
        try
        {
            return Database.Of(new StorageOptions { Postgres = postgres, Sqlite = file }, TimeProvider.System);
        }
        catch (ArgumentException e)
        {
            throw new CommandFailure(ExitCode.WrongUse, $"--postgres is no connection string: {e.Message}");
        }
    }
}
