using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;

namespace GridGrains.Gateway;

/// <summary>Reads the rows of a CSV file, or answers why it cannot.</summary>
internal delegate (ImmutableArray<T> Rows, Problem? Problem) ReadCsv<T>(ReadOnlySpan<byte> utf8);

/// <summary>How one kind of thing is imported.</summary>
/// <param name="FromCsv">Reads a file.</param>
/// <param name="FromJson">Reads a JSON array; null where only a file is read.</param>
/// <param name="Check">Makes a value of a row with its number, or adds what is wrong with it.</param>
/// <param name="PlaceOf">The place by which it is decided who may import it.</param>
/// <param name="Import">Hands all rows to the city: rows, dry run, by whom.</param>
internal sealed record ImportKind<TBody, T>(
    ReadCsv<TBody> FromCsv,
    JsonTypeInfo<TBody[]>? FromJson,
    Func<int, TBody, MemberErrors, T?> Check,
    Func<T, PlaceId> PlaceOf,
    Func<ICityGrain, ImmutableArray<ImportRow<T>>, bool, string, Task<ImportOutcome>> Import)
    where T : class;
