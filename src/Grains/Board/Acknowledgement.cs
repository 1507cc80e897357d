namespace GridGrains.Board;

/// <summary>A leaf has acknowledged a notice.</summary>
/// <param name="Notice">Which.</param>
/// <param name="Place">The leaf.</param>
/// <param name="Counts">Whether it is one of those that are expected to; an area's desk is not.</param>
/// <param name="At">When it was taken in, in UTC.</param>
/// <param name="By">Opaque id of who did it.</param>
public sealed record Acknowledgement(Guid Notice, PlaceId Place, bool Counts, DateTime At, string By);
