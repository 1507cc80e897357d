using System.Security.Cryptography;
using System.Text;

namespace GridGrains.Emergencies;

/// <summary>What activating a plan makes of a campaign, and what may not be.</summary>
internal static class EmergencyRules
{
    /// <summary>The campaign as it is to be put, with its plan; and what is wrong with that, beside what may be wrong with any campaign.</summary>
    /// <param name="put">As sent; see <see cref="ICityGrain.PutEmergency"/> for what may be left out.</param>
    /// <param name="code">The plan.</param>
    /// <param name="before">As it is, or null if it is new.</param>
    /// <param name="city">The city it belongs to.</param>
    /// <param name="plans">The plans that there are.</param>
    /// <param name="now">In real time.</param>
    public static (Campaign Campaign, IReadOnlyList<ImportError> Errors) Activate(
        Campaign put, string code, Campaign? before, City city, PlanBook plans, DateTimeOffset now)
    {
        List<ImportError> errors = [];
        var emergency = before?.Emergency;
        if (before is not null && emergency is null)
            errors.Add(new(1, "emergency", "cannot be added once the campaign is created"));
        else if (emergency is not null && emergency.Plan.Code != code)
            errors.Add(new(1, "emergency.plan", $"is {emergency.Plan.Code} since the emergency was activated and cannot change"));
        else if (emergency is null && plans.TryGet(code, out var plan))
            emergency = Emergency.Of(plan);
        else if (emergency is null)
            errors.Add(new(1, "emergency.plan", $"is '{code}'; the plans are {string.Join(", ", plans.Codes)}"));
        if (put.Kind != CampaignKind.Round)
            errors.Add(new(1, "kind", "must be round in an emergency, whose counts begin at zero"));
        if (city.TryGetPlace(put.Root, out var root) && root.IsLeaf)
            errors.Add(new(1, "root", $"{put.Root} is a leaf; a plan is activated for an area"));
        return (put with
        {
            Title = put.Title.Length > 0 ? put.Title : before?.Title ?? emergency?.Plan.Zh ?? code,
            TitleEn = put.Title.Length > 0 || put.TitleEn is not null ? put.TitleEn : before is null ? emergency?.Plan.En : before.TitleEn,
            OpensAt = put.OpensAt > DateTimeOffset.MinValue ? put.OpensAt : before?.OpensAt ?? put.Drill?.Origin ?? now,
            Targets = put.Targets.IsEmpty && emergency is not null ? before?.Targets ?? emergency.Plan.Targets : put.Targets,
            Emergency = emergency,
        }, errors);
    }

    /// <summary>What everybody at and below the root is told when the plan is activated. Its id follows from the campaign, so that it can be told only once.</summary>
    public static Notice Notice(Campaign campaign, DateTime real)
    {
        var words = campaign.Emergency!.Plan.Notice;
        var text = campaign.Drill is null ? words : new(words.Zh is { } zh ? $"【演练】{zh}" : null, words.En is { } en ? $"[Drill] {en}" : null);
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"emergency/{campaign.Id}")).AsSpan(0, 16));
        return new(id, campaign.Id, campaign.Root, text, campaign.UtcAt(real), 0, 0);
    }
}
