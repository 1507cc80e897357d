using System.Text.RegularExpressions;

namespace GridGrains;

/// <summary>What a campaign may say, and which of it may change later.</summary>
internal static partial class CampaignRules
{
    private const int MaxTitleLength = 200;
    private const double MaxSpeed = 100_000;

    /// <summary>Everything that is wrong with a campaign that is put.</summary>
    /// <param name="put">As sent.</param>
    /// <param name="before">As it is, or null if it is new.</param>
    /// <param name="city">The city it belongs to.</param>
    public static IEnumerable<ImportError> Check(Campaign put, Campaign? before, City city)
    {
        if (!IdShape().IsMatch(put.Id))
            yield return Error("id", "must be 1 to 64 characters of a-z 0-9 -");
        if (put.Title.Length is 0 or > MaxTitleLength)
            yield return Error("title", $"must be 1 to {MaxTitleLength} characters");
        if (put.TitleEn is { Length: 0 or > MaxTitleLength })
            yield return Error("titleEn", $"must be 1 to {MaxTitleLength} characters or left out");
        if (!city.TryGetPlace(put.Root, out var root) || root.Place.Id.IsDesk || (root.IsFormer && before is null))
            yield return Error("root", $"{put.Root} is not a place of the tree");
        if (put.Deadline <= put.OpensAt)
            yield return Error("deadline", "must be after opensAt");
        if (put.Drill is { } drill && !(drill.Speed > 0 && drill.Speed <= MaxSpeed))
            yield return Error("drill.speed", $"must be above 0 and at most {MaxSpeed}");
        foreach (var count in put.Targets.Keys.Where(c => !Catalogue.Current.TryGetCount(c, out _)))
            yield return Error($"targets.{count}", $"'{count}' is not a count of the catalogue");
        if (before is null)
            yield break;
        if (put.Root != before.Root)
            yield return Error("root", $"is {before.Root} since the campaign was created and cannot change");
        if (put.Kind != before.Kind)
            yield return Error("kind", "cannot change once the campaign is created");
        if (put.Drill is not null && put.Drill != before.Drill)
            yield return Error("drill", "cannot change once the campaign is created: its clock runs");
        if (before.Emergency is not null && put.OpensAt != before.OpensAt)
            yield return Error("opensAt", "cannot change once the emergency is activated: its clock runs");
    }

    /// <summary>
    /// What of it stands: its clock and state are not a put's to change. So a closed campaign is closed for good, which the purge of its
    /// subjects relies on: a correction that came after it would meet no winner and count twice.
    /// </summary>
    public static Campaign Settle(Campaign put, Campaign? before, DateTimeOffset now) => before is null
        ? put with { State = CampaignState.Open, CreatedAt = now }
        : put with { State = before.State, CreatedAt = before.CreatedAt, Drill = before.Drill, Emergency = before.Emergency };

    private static ImportError Error(string member, string message) => new(1, member, message);

    [GeneratedRegex(@"^[a-z0-9-]{1,64}\z")]
    private static partial Regex IdShape();
}
