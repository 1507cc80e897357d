namespace GridGrains.Cli;

/// <summary>A leaf as the load sees it.</summary>
/// <param name="Index">Its number in the tree, from 0.</param>
/// <param name="Id">Its place id.</param>
/// <param name="Residents">Who is to be tested.</param>
/// <param name="Households">Doors to knock on.</param>
/// <param name="Site">The leaf with the sampling site of its village, as an index; its own if it is that leaf.</param>
/// <param name="Post">The post at which its shifts stand, if any.</param>
internal sealed record LoadLeaf(int Index, string Id, long Residents, long Households, int Site, string? Post);
