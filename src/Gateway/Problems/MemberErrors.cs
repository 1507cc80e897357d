using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace GridGrains.Gateway;

/// <summary>Collects what is wrong with a body, by member path: the first ones by name, the rest by number.</summary>
internal sealed class MemberErrors
{
    /// <summary>How many are named.</summary>
    public const int Named = 20;

    private readonly Dictionary<string, List<string>> messages = [];
    private (string Member, string Message)? first;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>Adds one.</summary>
    public void Add(string member, string message)
    {
        first ??= (member, message);
        if (++Count > Named)
            return;
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(messages, member, out _);
        (list ??= []).Add(message);
    }

    /// <summary>The first one in a sentence, with how many more there are and what else a reader needs to know.</summary>
    public string Summary(string? also = null)
    {
        var (member, message) = first ?? throw new InvalidOperationException("there is no error to sum up");
        var more = Count == 1 ? "" : $"; {Count} errors in all";
        return $"{member} {message}{more}{(also is null ? "" : "; " + also)}";
    }

    /// <summary>The errors by member path.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> ToImmutable() =>
        messages.ToImmutableSortedDictionary(m => m.Key, m => m.Value.ToImmutableArray(), StringComparer.Ordinal);

    /// <summary>A single error by member path.</summary>
    public static ImmutableSortedDictionary<string, ImmutableArray<string>> One(string member, string message) =>
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal).Add(member, [message]);
}
