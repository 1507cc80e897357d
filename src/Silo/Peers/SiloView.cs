namespace GridGrains.Silo;

/// <summary>What a silo says of itself to its peers.</summary>
/// <param name="Database">Whether it could reach the database a moment ago.</param>
/// <param name="Reaches">The names of the silos that it could connect to a moment ago.</param>
internal sealed record SiloView(bool Database, IReadOnlyCollection<string> Reaches);

/// <summary>What this silo knows of a peer.</summary>
/// <param name="Silo">The peer.</param>
/// <param name="Connects">Whether a connection to it can be made. A process that hangs still lets itself be connected to.</param>
/// <param name="View">What it says, if it answers.</param>
internal sealed record PeerView(ListedSilo Silo, bool Connects, SiloView? View);
