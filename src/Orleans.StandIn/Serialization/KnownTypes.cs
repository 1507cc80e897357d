using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Collections.Specialized;
using System.Globalization;
using System.Net;
using System.Numerics;

namespace Orleans.Runtime;

/// <summary>The types that Orleans brings serializers for.</summary>
internal static class KnownTypes
{
    public static readonly FrozenSet<Type> Plain = FrozenSet.Create(
        typeof(object), typeof(string), typeof(bool), typeof(char), typeof(byte), typeof(sbyte), typeof(short),
        typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(Int128), typeof(UInt128),
        typeof(Half), typeof(float), typeof(double), typeof(decimal), typeof(BigInteger), typeof(DateTime),
        typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid), typeof(Uri),
        typeof(Version), typeof(Type), typeof(IPAddress), typeof(IPEndPoint), typeof(CultureInfo), typeof(CompareInfo),
        typeof(BitArray), typeof(BitVector32), typeof(ArrayList), typeof(NameValueCollection),
        typeof(CancellationToken), typeof(ValueTuple));

    private static readonly FrozenSet<Type> Generic = FrozenSet.Create(
        typeof(Nullable<>), typeof(KeyValuePair<,>), typeof(ArraySegment<>), typeof(Memory<>), typeof(ReadOnlyMemory<>),
        typeof(Tuple<>), typeof(Tuple<,>), typeof(Tuple<,,>), typeof(Tuple<,,,>), typeof(Tuple<,,,,>),
        typeof(Tuple<,,,,,>), typeof(Tuple<,,,,,,>), typeof(Tuple<,,,,,,,>), typeof(ValueTuple<>),
        typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>),
        typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>), typeof(ValueTuple<,,,,,,,>), typeof(List<>),
        typeof(Dictionary<,>), typeof(HashSet<>), typeof(Queue<>), typeof(Stack<>), typeof(SortedDictionary<,>),
        typeof(SortedList<,>), typeof(SortedSet<>), typeof(Collection<>), typeof(ReadOnlyCollection<>),
        typeof(ReadOnlyDictionary<,>), typeof(ConcurrentDictionary<,>), typeof(ConcurrentQueue<>),
        typeof(FrozenDictionary<,>), typeof(FrozenSet<>), typeof(ImmutableArray<>), typeof(ImmutableDictionary<,>),
        typeof(ImmutableHashSet<>), typeof(ImmutableList<>), typeof(ImmutableQueue<>),
        typeof(ImmutableSortedDictionary<,>), typeof(ImmutableSortedSet<>), typeof(ImmutableStack<>),
        typeof(IEnumerable<>), typeof(ICollection<>), typeof(IList<>), typeof(ISet<>), typeof(IDictionary<,>),
        typeof(IReadOnlyCollection<>), typeof(IReadOnlyList<>), typeof(IReadOnlySet<>), typeof(IReadOnlyDictionary<,>));

    /// <summary>Whether it is one of them; what its type arguments are is another question.</summary>
    public static bool Includes(Type type) =>
        Plain.Contains(type) && type != typeof(object)
        || type.IsGenericType && Generic.Contains(type.GetGenericTypeDefinition())
        || typeof(FrozenSet<>).Assembly == type.Assembly && IsFrozen(type);

    // A frozen collection's real type is one of many that derive from the declared one.
    private static bool IsFrozen(Type type) =>
        type.BaseType is { IsGenericType: true } parent
        && (parent.GetGenericTypeDefinition() == typeof(FrozenDictionary<,>) || parent.GetGenericTypeDefinition() == typeof(FrozenSet<>)
            || IsFrozen(parent));
}
