using System.Collections.Concurrent;

namespace GridGrains.Cli;

/// <summary>What every place must say after all that was acknowledged.</summary>
internal sealed class ExpectedLedger
{
    private readonly ExpectedLeaf[] leaves;
    private readonly ConcurrentQueue<string> contradictions = new();

    public ExpectedLedger(LoadTree tree)
    {
        leaves = [.. tree.Leaves.Select(_ => new ExpectedLeaf())];
        IndexOf = tree.Leaves.ToDictionary(leaf => leaf.Id, leaf => leaf.Index);
    }

    /// <summary>Answers that cannot both be true.</summary>
    public IReadOnlyCollection<string> Contradictions => contradictions;

    /// <summary>Leaves by their ids.</summary>
    public IReadOnlyDictionary<string, int> IndexOf { get; }

    /// <summary>Different reports that were acknowledged.</summary>
    public long Reports => leaves.Sum(leaf => leaf.Reports);

    /// <summary>A leaf by its index.</summary>
    public ExpectedLeaf this[int leaf] => leaves[leaf];

    /// <summary>A report was acknowledged for the first time.</summary>
    public void Acknowledge(LoadReport report, long sequence) => leaves[report.Leaf.Index].Acknowledge(report, sequence);

    /// <summary>Two answers contradict each other.</summary>
    public void Contradict(string sentence) => contradictions.Enqueue(sentence);

    /// <summary>The counts of everything.</summary>
    public Dictionary<string, long> Total()
    {
        var counts = new Dictionary<string, long>();
        foreach (var leaf in leaves)
            leaf.AddTo(counts);
        return counts;
    }
}
