namespace GridGrains.Emergencies;

/// <summary>The two counts of a muster.</summary>
internal static class Mustered
{
    /// <summary>People called.</summary>
    public static readonly Count Called = Find("muster.called");

    /// <summary>People who are there.</summary>
    public static readonly Count Present = Find("muster.present");

    /// <summary>When everybody called is present.</summary>
    public static readonly TaskEnd Complete = new(Present.Code, Called.Code);

    private static Count Find(string code) => Catalogue.Current.TryGetCount(code, out var count) ? count : throw new InvalidOperationException();
}
