namespace GridGrains.Storage.Tests;

/// <summary>What every suite over a database needs: an empty one, prepared by the program.</summary>
public abstract class DatabaseTests(TestDatabase test) : IAsyncLifetime
{
    private Database? database;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected TestDatabase Test => test;

    protected Database Database => database!;

    public virtual async ValueTask InitializeAsync()
    {
        await test.CreateAsync(Cancellation);
        database = Database.Of(test.Options, TimeProvider.System);
        await database.PrepareAsync(Cancellation);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (database is not null)
            await database.DisposeAsync();
        await test.DisposeAsync();
    }
}
