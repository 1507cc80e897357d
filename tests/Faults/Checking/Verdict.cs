using System.Text;

namespace GridGrains.Faults;

/// <summary>What came of a run: nothing acknowledged may be lost, nothing doubled or invented, every level exact.</summary>
internal sealed record Verdict
{
    /// <summary>Acknowledged, and not in the journal as acknowledged.</summary>
    public required IReadOnlyList<string> Lost { get; init; }

    /// <summary>In the journal more than once, or acknowledged with more than one receipt, or a sequence with a gap.</summary>
    public required IReadOnlyList<string> Doubled { get; init; }

    /// <summary>In the journal though nobody sent it so, or though it was refused.</summary>
    public required IReadOnlyList<string> Invented { get; init; }

    /// <summary>Totals that are not the sum of the journal below.</summary>
    public required IReadOnlyList<string> WrongTotals { get; init; }

    /// <summary>Rows of the journal.</summary>
    public required long Rows { get; init; }

    /// <summary>Levels of the tree whose totals were compared.</summary>
    public required int Levels { get; init; }

    /// <summary>Places whose totals were compared, over all campaigns.</summary>
    public required int Places { get; init; }

    /// <summary>Whether all is as it must be.</summary>
    public bool IsClean => Lost.Count + Doubled.Count + Invented.Count + WrongTotals.Count == 0;

    /// <summary>Throws what is wrong.</summary>
    public Verdict Require() => IsClean ? this : throw new VerdictException(this);

    /// <summary>This and what another run of the same scenario came to.</summary>
    public Verdict And(Verdict other) => other with
    {
        Lost = [.. Lost, .. other.Lost],
        Doubled = [.. Doubled, .. other.Doubled],
        Invented = [.. Invented, .. other.Invented],
        WrongTotals = [.. WrongTotals, .. other.WrongTotals],
        Rows = Rows + other.Rows,
        Levels = Math.Max(Levels, other.Levels),
        Places = Math.Max(Places, other.Places),
    };

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder($"{Rows} rows, {Places} places on {Levels} levels");
        foreach (var (name, found) in new[] { ("lost", Lost), ("doubled", Doubled), ("invented", Invented), ("wrong totals", WrongTotals) })
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $", {found.Count} {name}");
            foreach (var one in found.Take(5))
                text.Append(": ").Append(one);
        }
        return text.ToString();
    }
}

/// <summary>A run broke the promise.</summary>
internal sealed class VerdictException(Verdict verdict) : Exception(verdict.ToString())
{
    /// <summary>How.</summary>
    public Verdict Verdict { get; } = verdict;
}
