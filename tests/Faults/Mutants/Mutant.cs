using System.Collections.Immutable;

namespace GridGrains.Faults;

/// <summary>One change of a source file: a text that is there exactly once, and what takes its place.</summary>
internal sealed record Edit(string File, string Original, string Replacement);

/// <summary>
/// A defect that the harness must find. All mutants are in one mutated build, in which each is switched on by its name in the
/// environment; the sources that are shipped know nothing of them.
/// </summary>
internal sealed record Mutant(string Name, ImmutableArray<Edit> Edits)
{
    /// <summary>The variable that switches mutants on: names separated by commas.</summary>
    public const string Variable = "GRIDGRAINS_MUTANT";

    /// <summary>The file that the mutated build has in addition: it knows which mutants are on.</summary>
    public const string SwitchFile = "src/Grains.Interfaces/Mutation.cs";

    private const string GridGrain = "src/Grains/Grid/GridGrain.cs";
    private const string Ledger = "src/Grains/Grid/GridLedger.cs";
    private const string AreaState = "src/Grains/Area/AreaState.cs";
    private const string Schema = "src/Grains/Storage/Schema.cs";
    private const string Safety = "src/Grains/Storage/DatabaseSafety.cs";

    /// <summary>A report is acknowledged when it is queued, not when it is durable.</summary>
    public static Mutant AcknowledgeBeforeCommit { get; } = new(
        "acknowledge-before-commit",
        [new(GridGrain, "var outcome = await append;", """var outcome = Mutation.Is("acknowledge-before-commit") ? AppendOutcome.Committed : await append;""")]);

    /// <summary>No leaf knows a report id again, and no key of the database does.</summary>
    public static Mutant DeduplicationOff { get; } = new(
        "deduplication-off",
        [
            new(Ledger, "if (known.TryGetValue(", """if (!Mutation.Is("deduplication-off") && known.TryGetValue("""),
            new(Ledger, "if (pendingById.TryGetValue(", """if (!Mutation.Is("deduplication-off") && pendingById.TryGetValue("""),
            new(Ledger, "known.Add(report.ReportId, counted);", "known[report.ReportId] = counted;"),
            new(Ledger, "pendingById.Add(reportId, report);", "pendingById[reportId] = report;"),
            new(Schema, "Command(await ReadAsync(resource, cancellation))", "Command(Mutation.Schema(await ReadAsync(resource, cancellation)))"),
        ]);

    /// <summary>A leaf sends what has been added since its last message, and an area adds it up.</summary>
    public static Mutant Increments { get; } = new(
        "increments",
        [
            new(
                "src/Grains/Grid/LeafVoice.cs",
                "FindArea()?.Put(now);",
                "FindArea()?.Apply(above => Mutation.Tell(this, now, counts => { above.Put(counts); return Task.CompletedTask; }));"),
            new(
                AreaState,
                "if (child.IsPresent)\n            Add(child.Counts, -1);\n        child.Counts = counts;",
                "if (child.IsPresent && !Mutation.Is(\"increments\"))\n            Add(child.Counts, -1);\n        child.Counts = Mutation.Kept(child.Counts, counts);"),
        ]);

    /// <summary>An area believes whatever message comes last. <see cref="LateMessages"/> is needed to show it.</summary>
    public static Mutant ChildVersionIgnored { get; } = new(
        "child-version-ignored",
        [new(AreaState, "if (!first && !counts.IsNewerThan(child.Counts))", """if (!first && !Mutation.Is("child-version-ignored") && !counts.IsNewerThan(child.Counts))""")]);

    /// <summary>Two activations may write the same sequence: the schema has no such key. The edit that changes the schema is the one above.</summary>
    public static Mutant UnfencedAppend { get; } = new("unfenced-append", []);

    /// <summary>A saved state is believed without a look at the journal.</summary>
    public static Mutant SnapshotTrusted { get; } = new(
        "snapshot-trusted",
        [
            new(
                "src/Grains/Grid/GridReplay.cs",
                "if (await ConfirmedAsync(key, saved, journal, cancellation) is { } last && !TryRead(saved, last, ledger))",
                """if (Mutation.Is("snapshot-trusted") ? saved.Sequence > 0 && !GridLedgerFormat.TryRead(saved.Ledger, ledger) : await ConfirmedAsync(key, saved, journal, cancellation) is { } last && !TryRead(saved, last, ledger))"""),
        ]);

    /// <summary>The database answers before the disk has it, and the start does not refuse that.</summary>
    public static Mutant SynchronousOff { get; } = new(
        "synchronous-off",
        [
            new(Safety, """if (rank < Array.IndexOf(SynchronousLevels, "FULL"))""", """if (!Mutation.Is("synchronous-off") && rank < Array.IndexOf(SynchronousLevels, "FULL"))"""),
            new(Safety, """: setting == "off")""", """: setting == "off" && !Mutation.Is("synchronous-off"))"""),
            new("src/Grains/Storage/SqliteDatabase.cs", "durable ? synchronous : \"NORMAL\"", "durable ? Mutation.Is(\"synchronous-off\") ? \"OFF\" : synchronous : \"NORMAL\""),
            new(
                "src/Grains/Storage/PostgresDatabase.cs",
                "settings = WithDefaults(connectionString);",
                "settings = WithDefaults(connectionString);\n        if (Mutation.Is(\"synchronous-off\"))\n            settings.Options = \"-c synchronous_commit=off\";"),
        ]);

    /// <summary>A leaf that goes to sleep forgets what it still owes the area above.</summary>
    public static Mutant RollUpLost { get; } = new(
        "roll-up-lost",
        [new(GridGrain, "await voice.FlushAsync();", "if (!Mutation.Is(\"roll-up-lost\"))\n            await voice.FlushAsync();")]);

    /// <summary>All of them.</summary>
    public static ImmutableArray<Mutant> All { get; } =
        [AcknowledgeBeforeCommit, DeduplicationOff, Increments, ChildVersionIgnored, UnfencedAppend, SnapshotTrusted, SynchronousOff, RollUpLost];

    /// <summary>No defect, but a network that delivers an older message again after a newer one: what versions are for.</summary>
    public const string LateMessages = "late-messages";

    /// <summary>The text of <see cref="SwitchFile"/>.</summary>
    public const string Switch =
        """
        using System.Runtime.CompilerServices;

        namespace GridGrains;

        public static class Mutation
        {
            private static readonly string[] On = (Environment.GetEnvironmentVariable("GRIDGRAINS_MUTANT") ?? "").Split(',');
            private static readonly ConditionalWeakTable<object, Told> LastTold = [];

            public static bool Is(string name) => On.Contains(name);

            public static string Schema(string script)
            {
                if (Is("deduplication-off"))
                    script = script.Replace("UNIQUE (report_id, campaign, place)", "CHECK (sequence > 0)", StringComparison.Ordinal);
                if (Is("unfenced-append"))
                    script = script.Replace("    PRIMARY KEY (campaign, place, sequence),", "", StringComparison.Ordinal);
                return script;
            }

            public static TResult Apply<T, TResult>(this T value, Func<T, TResult> function) => function(value);

            public static Task Tell(object leaf, PlaceCounts counts, Func<PlaceCounts, Task> send)
            {
                var told = LastTold.GetOrCreateValue(leaf);
                var before = told.Counts;
                told.Counts = counts;
                if (Is("late-messages") && before is not null)
                    _ = AgainAsync(before, send);
                return send(Is("increments") && before is not null ? counts with { Counts = Combined(counts.Counts, before.Counts, -1) } : counts);
            }

            public static PlaceCounts Kept(PlaceCounts before, PlaceCounts message) =>
                Is("increments") ? message with { Counts = Combined(message.Counts, before.Counts, +1) } : message;

            private static async Task AgainAsync(PlaceCounts older, Func<PlaceCounts, Task> send)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
                await send(older);
            }

            private static CountVector Combined(CountVector one, CountVector other, int sign)
            {
                var sum = new long[Catalogue.Current.Counts.Length];
                for (var i = 0; i < sum.Length; i++)
                    sum[i] = one[i] + (sign * other[i]);
                return CountVector.Copy(sum);
            }

            private sealed class Told
            {
                public PlaceCounts? Counts { get; set; }
            }
        }
        """;
}
