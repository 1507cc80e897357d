using System.Net.Sockets;
using GridGrains.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace GridGrains.Cli;

/// <summary>Why a service did not start, in a sentence.</summary>
internal static class StartFailure
{
    /// <summary>The sentence for the first cause that is known.</summary>
    public static CommandFailure Of(Exception exception, string urls) => new(ExitCode.OutOfReach, Causes(exception).Select(e => Sentence(e, urls)).FirstOrDefault(s => s is not null)
        ?? $"The service could not start: {exception.GetBaseException().Message}");

    private static string? Sentence(Exception exception, string urls) => exception switch
    {
        OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
        UnsafeDatabaseException or NewerSchemaException => exception.Message,
        AddressInUseException => $"{urls} is in use by another program; --urls chooses another address.",
        NpgsqlException postgres => $"The PostgreSQL database cannot be used: {Why(postgres)}.",
        SqliteException sqlite => $"The SQLite file cannot be used: {sqlite.Message.TrimEnd('.')}.",
        SocketException socket => $"{urls} cannot be listened on: {socket.Message.TrimEnd('.')}.",
        _ => null,
    };

    private static string Why(NpgsqlException exception) =>
        string.Join(": ", new[] { exception, exception.InnerException }.OfType<Exception>().Select(e => e.Message.TrimEnd('.')));

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        yield return exception;
        foreach (var inner in exception is AggregateException several ? several.InnerExceptions : (IEnumerable<Exception?>)[exception.InnerException])
        {
            foreach (var cause in inner is null ? [] : Causes(inner))
                yield return cause;
        }
    }
}
