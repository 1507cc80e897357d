namespace GridGrains;

/// <summary>Names one ledger: a place in a campaign. A grain's key is <c>{campaign}/{place}</c>, so a new round is simply new grains.</summary>
[GenerateSerializer, Immutable]
public readonly record struct LedgerKey([property: Id(0)] string Campaign, [property: Id(1)] PlaceId Place)
{
    /// <summary>Reads a grain key, or throws a <see cref="FormatException"/>.</summary>
    public static LedgerKey Parse(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            ? new LedgerKey(key[..slash], PlaceId.Parse(key[(slash + 1)..]))
            : throw new FormatException($"'{key}' is not a grain key: {{campaign}}/{{place}}");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Campaign}/{Place}";
}
