using System.CommandLine;
using System.Data.Common;
using GridGrains.Storage;

namespace GridGrains.Cli;

/// <summary><c>backup FILE</c>: copies the SQLite file of a service that may be running.</summary>
internal sealed class BackupVerb : Command
{
    private readonly Argument<string> file = new("FILE") { Description = "The copy, which must not be there yet" };
    private readonly KeptLedger ledger;

    public BackupVerb()
        : base("backup", "Copies the SQLite file of a service, also while it runs, and checks the copy; for PostgreSQL there is pg_dump")
    {
        Add(file);
        ledger = new KeptLedger(this, withPostgres: false);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var from = ledger.File(parsed);
        var to = Path.GetFullPath(parsed.GetRequiredValue(file));
        if (File.Exists(to))
            throw new CommandFailure(ExitCode.WrongUse, $"'{to}' is there already.");
        try
        {
            SqliteBackup.Write(from, to);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or DbException)
        {
            throw new CommandFailure(ExitCode.OutOfReach, $"'{to}' could not be written: {e.Message}");
        }
        Screen.Line($"{to}: {Screen.Number(new FileInfo(to).Length)} bytes, sound");
        return ExitCode.Done;
    }
}
