using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace GridGrains.Rules;

/// <summary>The rules of every campaign: the program's, changed by those of a file, changed by what either says of the campaign.</summary>
internal sealed class RuleBook
{
    private const int UsualDailyDue = 18 * 60;

    private const int MostMinutes = 525_600;

    private static readonly Dictionary<string, Func<RuleTerms, IRule>> Kinds = new()
    {
        ["post"] = terms => new PostRule(terms),
        ["gap"] = terms => new GapRule(terms),
        ["unfilled"] = terms => new UnfilledRule(terms),
        ["relief"] = terms => new StayRule(terms, roundTheClock: true),
        ["unended"] = terms => new StayRule(terms, roundTheClock: false),
        ["silence"] = terms => new SilenceRule(terms),
        ["daily"] = terms => new DailyRule(terms, late: false),
        ["late"] = terms => new DailyRule(terms, late: true),
        ["case"] = terms => new CaseRule(terms, Case(terms)),
        ["over"] = terms => new OverRule(terms, Count(terms, terms.Count), Catalogue.Current.TryGetCount(terms.Of ?? "", out var of) ? of : null),
        ["muster"] = terms => new MusterRule(terms),
        ["entrances"] = terms => new CompoundRule(terms, gate: false),
        ["gate"] = terms => new CompoundRule(terms, gate: true),
        ["skipped"] = terms => new SkippedRule(terms, Stages(terms)),
        ["verified"] = terms => new VerifiedRule(terms),
        ["quiet"] = terms => new QuietRule(terms),
        ["behind"] = terms => new BehindRule(terms),
        ["finish"] = terms => new FinishRule(terms),
        ["declared"] = terms => new DeclaredRule(terms),
        ["task"] = terms => new TaskRule(terms),
    };

    private readonly RuleFile[] files;
    private readonly ConcurrentDictionary<(string Campaign, CampaignKind Kind), (ImmutableArray<ILeafRule> OfLeaves, ImmutableArray<IAreaRule> OfAreas)> ofCampaign = new();

    /// <summary>Puts files together, the later over the earlier, or throws a <see cref="FormatException"/> with a sentence on what is wrong.</summary>
    public RuleBook(params RuleFile[] files)
    {
        this.files = files;
        foreach (var campaign in files.SelectMany(f => f.Campaigns?.Keys ?? []).Append("").Distinct())
        {
            foreach (var terms in TermsOf(campaign).Values)
                Rule(terms);
        }
    }

    /// <summary>The rules that the program brings.</summary>
    public static RuleBook Own { get; } = new(RuleFile.Own);

    /// <summary>The rules that hold at the leaves of a campaign.</summary>
    public ImmutableArray<ILeafRule> Of(Campaign campaign) => All(campaign).OfLeaves;

    /// <summary>Those that hold at its areas.</summary>
    public ImmutableArray<IAreaRule> OfAreas(Campaign campaign) => All(campaign).OfAreas;

    /// <summary>Until when, in local time, the daily report of a grid is due, in minutes after midnight.</summary>
    public int DailyDue(Campaign campaign) => Of(campaign).OfType<DailyRule>().Select(r => r.Hours.To).DefaultIfEmpty(UsualDailyDue).Min();

    /// <summary>Whether a grid that has never reported in a campaign has an alert at a moment of the campaign's time, for that.</summary>
    public bool MissesUnreported(Campaign campaign, DateTime now)
    {
        foreach (var rule in Of(campaign))
        {
            if (rule is IUnreportedRule unreported && unreported.StandsUnreported(campaign, now))
                return true;
        }
        return false;
    }

    private (ImmutableArray<ILeafRule> OfLeaves, ImmutableArray<IAreaRule> OfAreas) All(Campaign campaign) => ofCampaign.GetOrAdd((campaign.Id, campaign.Kind), key =>
    {
        var rules = TermsOf(key.Campaign).Values
            .Where(terms => terms.Off is not true && (terms.Campaigns is null || terms.Campaigns == key.Kind))
            .Select(Rule)
            .ToList();
        return ([.. rules.OfType<ILeafRule>()], [.. rules.OfType<IAreaRule>()]);
    });

    private Dictionary<string, RuleTerms> TermsOf(string campaign)
    {
        var all = new Dictionary<string, RuleTerms>();
        foreach (var terms in files.SelectMany(f => f.Rules ?? []))
        {
            var code = terms.Code ?? throw new FormatException("a rule has no code");
            all[code] = all.TryGetValue(code, out var known) ? known.With(terms) : terms;
        }
        foreach (var (code, terms) in files.SelectMany(f => f.Campaigns?.GetValueOrDefault(campaign) ?? ImmutableDictionary<string, RuleTerms>.Empty))
        {
            all[code] = all.TryGetValue(code, out var known)
                ? known.With(terms)
                : throw new FormatException($"campaign {campaign} changes a rule {code} that there is not");
        }
        return all;
    }

    private static IRule Rule(RuleTerms terms)
    {
        var severity = terms.Severity is not null && terms.Zh is not null && terms.En is not null;
        if (!severity || terms.GraceMinutes is < 0 or > MostMinutes || terms.Percent is < 1 or > 100_000
            || terms.EscalateMinutes is < 1 or > MostMinutes || terms.AheadMinutes is < 1 or > MostMinutes)
        {
            throw new FormatException(
                $"rule {terms.Code} needs severity, zh and en; graceMinutes are 0 to 525600, escalateMinutes and aheadMinutes 1 to 525600, percent 1 to 100000");
        }
        return terms.Kind is { } kind && Kinds.TryGetValue(kind, out var make)
            ? make(terms)
            : throw new FormatException($"rule {terms.Code} is of kind '{terms.Kind}'; allowed are {string.Join(", ", Kinds.Keys)}");
    }

    private static Series Stages(RuleTerms terms) =>
        Catalogue.Current.TryGetSeries(terms.Series, out var series) && Grid.StepBook.Keeps(series) && terms is { From: > 1, Before: > 0 }
            ? series
            : throw new FormatException($"rule {terms.Code} needs series resumption, and the stages from and before");

    private static Series Case(RuleTerms terms) =>
        Catalogue.Current.TryGetSeries(terms.Series, out var series) && Grid.CaseBook.Keeps(series)
            ? series
            : throw new FormatException($"rule {terms.Code}: '{terms.Series}' is no series whose subjects are cases");

    private static Count Count(RuleTerms terms, string? code) =>
        Catalogue.Current.TryGetCount(code ?? "", out var count) && terms.Of is not null
            ? count
            : throw new FormatException($"rule {terms.Code} needs a count of the catalogue, not '{code}', and of");
}
