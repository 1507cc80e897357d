using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace GridGrains.Storage;

/// <summary>
/// The only thread that writes the SQLite file: SQLite has one writer at a time, and one that waits for its turn here wakes at once,
/// while one that waits for the file's lock sleeps. It also keeps threads of the pool from waiting for the disk.
/// The queue is bounded: who comes when it is full waits for room, for as long as the caller likes.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int QueueLimit = 256;

    private readonly BlockingCollection<Action> queue = [];
    private readonly SemaphoreSlim room = new(QueueLimit);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly KeptConnection connection;

    /// <param name="open">Opens a connection.</param>
    /// <param name="setDurable">Whether its commits wait for the disk from now on.</param>
    public SqliteWriter(Func<SqliteConnection> open, Action<SqliteConnection, bool> setDurable)
    {
        connection = new(open, setDurable);
        new Thread(Run) { IsBackground = true, Name = "sqlite-writer" }.Start();
    }

    /// <summary>Does work whose transactions are durable when it ends.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellation) => Queue(durable: true, work, cancellation);

    /// <summary>Does work whose transactions may be lost with the machine's power; it does not wait for the disk.</summary>
    public Task<T> WriteCacheAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellation) => Queue(durable: false, work, cancellation);

    /// <summary>Ends after the work that is queued.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.CompleteAdding();
        await ended.Task;
        queue.Dispose();
        room.Dispose();
    }

    private async Task<T> Queue<T>(bool durable, Func<SqliteConnection, T> work, CancellationToken cancellation)
    {
        await room.WaitAsync(cancellation);
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        queue.Add(
            () =>
            {
                room.Release();
                Do(durable, work, done, cancellation);
            },
            CancellationToken.None);
        return await done.Task.WaitAsync(cancellation);
    }

    private void Do<T>(bool durable, Func<SqliteConnection, T> work, TaskCompletionSource<T> done, CancellationToken cancellation)
    {
        try
        {
            // Work whose caller has left is not begun; work that has begun is finished.
            cancellation.ThrowIfCancellationRequested();
            done.SetResult(connection.Use(durable, work));
        }
        catch (OperationCanceledException e)
        {
            done.TrySetCanceled(e.CancellationToken);
        }
        catch (Exception e)
        {
            done.TrySetException(e);
        }
    }

    private void Run()
    {
        foreach (var work in queue.GetConsumingEnumerable())
            work();
        connection.Close();
        ended.SetResult();
    }

    /// <summary>
    /// Opened at its first use, and anew after a failure. One for both kinds of work: with two, each commit of the one would make the other forget all pages
    /// that it has in memory.
    /// </summary>
    private sealed class KeptConnection(Func<SqliteConnection> open, Action<SqliteConnection, bool> setDurable)
    {
        private SqliteConnection? connection;
        private bool? isDurable;

        public T Use<T>(bool durable, Func<SqliteConnection, T> work)
        {
            connection ??= open();
            try
            {
                if (isDurable != durable)
                    setDurable(connection, durable);
                isDurable = durable;
                return work(connection);
            }
            catch
            {
                Close();
                throw;
            }
        }

        public void Close()
        {
            connection?.Dispose();
            (connection, isDurable) = (null, null);
        }
    }
}
