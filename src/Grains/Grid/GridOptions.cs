using System.ComponentModel.DataAnnotations;

namespace GridGrains.Grid;

/// <summary>How a leaf keeps its state. Section <c>Grid</c>.</summary>
public sealed class GridOptions
{
    /// <summary>A leaf saves its state after this many reports, and when it goes to sleep; a restart replays at most as many from the journal.</summary>
    [Range(1, 1_000_000)]
    public int ReportsPerSave { get; set; } = 1_000;
}
