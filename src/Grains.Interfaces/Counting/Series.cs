using System.Collections.Immutable;

namespace GridGrains;

/// <summary>What can be reported.</summary>
/// <param name="Index">Place in the catalogue; never changes.</param>
/// <param name="Code">Its code, as in <c>tests.sampled</c>.</param>
/// <param name="Max">The greatest value an observation may have.</param>
/// <param name="Group">Series that belong together.</param>
/// <param name="Stages">Names of the stages 1 to <paramref name="Max"/> of a case; empty where a value is a number of things.</param>
/// <param name="Role">The role that a duty series counts.</param>
public sealed record Series(int Index, string Code, long Max, string Group, ImmutableArray<string> Stages, string? Role);

/// <summary>What is rolled up: derived from a series (or a group of them) by a measure.</summary>
/// <param name="Index">Place in the catalogue and in every <see cref="CountVector"/>; never changes.</param>
/// <param name="Code">Its code, as in <c>issues.open</c>.</param>
/// <param name="Series">The series it is derived from, if one.</param>
/// <param name="Measure">How.</param>
/// <param name="Zh">Name in Chinese.</param>
/// <param name="En">Name in English.</param>
public sealed record Count(int Index, string Code, string? Series, Measure Measure, string Zh, string En);

/// <summary>A level of the tree, from city to the lowest tier of grid.</summary>
public sealed record Level(string Code, string Zh, string En);
