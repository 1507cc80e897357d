namespace GridGrains.Faults;

/// <summary>What a scenario is run on: the program as it is shipped, or a mutated one.</summary>
/// <param name="Stores">Where databases come from.</param>
/// <param name="Program">Path of the program's assembly.</param>
/// <param name="Environment">Of every process of it.</param>
internal sealed record Subject(Stores Stores, string Program, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The program as it is shipped.</summary>
    public static Subject Shipped(Stores stores) => new(stores, StartedProgram.Built, new Dictionary<string, string>());

    /// <summary>A home with a database of its own, and these settings beside the subject's.</summary>
    public Task<ServedHome> HomeAsync(Keeper keeper, CancellationToken cancellation, IReadOnlyDictionary<string, string>? settings = null) =>
        ServedHome.NewAsync(keeper, Stores, cancellation, Program, With(settings));

    /// <summary>A home on this PostgreSQL database, which may be served elsewhere too.</summary>
    public ServedHome HomeOn(string postgres, IReadOnlyDictionary<string, string>? settings = null) => ServedHome.On(postgres, Program, With(settings));

    private Dictionary<string, string> With(IReadOnlyDictionary<string, string>? settings) =>
        new(Environment.Concat((settings ?? new Dictionary<string, string>()).Where(s => !Environment.ContainsKey(s.Key))));
}
