namespace GridGrains.Gateway;

/// <summary>Something new on a board, in the bytes that every client gets.</summary>
/// <param name="Campaign">Whose board.</param>
/// <param name="Place">What it is about.</param>
/// <param name="Subject">Of several messages with the same subject the newest is enough.</param>
/// <param name="IsNew">Whether a client that has not had it misses something else than a newer number.</param>
/// <param name="Downwards">Whether it concerns places below too.</param>
/// <param name="Push">The message.</param>
internal sealed record BoardMessage(string Campaign, PlaceId Place, string Subject, bool IsNew, bool Downwards, HubPush Push)
{
    /// <summary>Whether it concerns somebody who watches a place.</summary>
    public bool Concerns(LedgerKey watched) =>
        watched.Campaign == Campaign && (Place.IsWithin(watched.Place) || (Downwards && watched.Place.IsWithin(Place)));
}
