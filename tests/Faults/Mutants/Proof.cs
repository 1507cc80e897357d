using System.Collections.Immutable;

namespace GridGrains.Faults;

/// <summary>A mutant and the scenario that must find it.</summary>
/// <param name="Name">The mutant's, and where it is shown if it is shown twice.</param>
/// <param name="Mutant">The defect.</param>
/// <param name="Scenario">Throws a <see cref="VerdictException"/> where it is on, and passes where it is not.</param>
/// <param name="Beside">What is switched on in both runs.</param>
internal sealed record Proof(string Name, Mutant Mutant, Func<Subject, CancellationToken, Task<Outcome>> Scenario, string Beside = "")
{
    private Proof(Mutant mutant, Func<Subject, CancellationToken, Task<Outcome>> scenario, string beside = "")
        : this(mutant.Name, mutant, scenario, beside)
    {
    }

    /// <summary>One for each mutant at least.</summary>
    public static ImmutableArray<Proof> All { get; } =
    [
        new(Mutant.AcknowledgeBeforeCommit, (subject, cancellation) => KillInCommit.RunAsync(subject, cancellation)),
        new(Mutant.DeduplicationOff, (subject, cancellation) => Sameness.RunAsync(subject, Keeper.Sqlite, reports: 10, cancellation)),
        new(Mutant.Increments, (subject, cancellation) => Restart.RunAsync(subject, Keeper.Sqlite, reports: 300, cancellation)),
        new(Mutant.ChildVersionIgnored, (subject, cancellation) => Restart.RunAsync(subject, Keeper.Sqlite, reports: 300, cancellation), Mutant.LateMessages),
        new(Mutant.UnfencedAppend, (subject, cancellation) => TwoWriters.RunAsync(subject, reports: 300, cancellation)),
        new(Mutant.SnapshotTrusted, (subject, cancellation) => RestoredBackup.RunAsync(subject, Keeper.Sqlite, reports: 300, cancellation)),
        new("synchronous-off-postgres", Mutant.SynchronousOff, (subject, cancellation) => DatabaseCrash.RunAsync(subject, crashes: 1, cancellation)),
        new("synchronous-off-sqlite", Mutant.SynchronousOff, (subject, cancellation) => PowerLoss.RunAsync(subject, cuts: 1, cancellation)),
        new(Mutant.RollUpLost, (subject, cancellation) => LastWord.RunAsync(subject, cancellation)),
    ];

    /// <summary>Runs the scenario on the mutated program with the mutant off: it must pass, or it would prove nothing.</summary>
    public async Task<Outcome> ControlAsync(Stores stores, CancellationToken cancellation) =>
        await Scenario(await SubjectAsync(stores, Beside, cancellation), cancellation);

    /// <summary>Runs it with the mutant on, and gives what was found.</summary>
    public async Task<Verdict> CatchAsync(Stores stores, CancellationToken cancellation)
    {
        try
        {
            var missed = await Scenario(await SubjectAsync(stores, $"{Beside},{Mutant.Name}", cancellation), cancellation);
            return missed.Verdict;
        }
        catch (VerdictException caught)
        {
            return caught.Verdict;
        }
    }

    /// <summary>Both runs: what the control came to, and in a word how the mutant was caught.</summary>
    public async Task<Outcome> RunAsync(Stores stores, CancellationToken cancellation)
    {
        var control = await ControlAsync(stores, cancellation);
        var caught = await CatchAsync(stores, cancellation);
        return caught.IsClean
            ? throw new InvalidOperationException($"the mutant {Mutant.Name} was not caught: {caught}")
            : control with { Note = $"mutant off: clean; on: {caught.Lost.Count} lost, {caught.Doubled.Count} doubled, {caught.Invented.Count} invented, {caught.WrongTotals.Count} wrong totals. {control.Note}" };
    }

    private static async Task<Subject> SubjectAsync(Stores stores, string on, CancellationToken cancellation) =>
        new(stores, await MutatedBuild.ProgramAsync(cancellation), new Dictionary<string, string> { [Mutant.Variable] = on });
}
