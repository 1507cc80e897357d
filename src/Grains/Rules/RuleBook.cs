using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace GridGrains.Rules;

/// <summary>The rules of every campaign: the program's, changed by those of a file, changed by what either says of the campaign.</summary>
internal sealed class RuleBook
{
    private readonly RuleFile[] files;
    private readonly ConcurrentDictionary<(string Campaign, CampaignKind Kind), ImmutableArray<ILeafRule>> ofCampaign = new();

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

    /// <summary>The rules that hold in a campaign.</summary>
    public ImmutableArray<ILeafRule> Of(Campaign campaign) => ofCampaign.GetOrAdd((campaign.Id, campaign.Kind), key =>
    [
        .. TermsOf(key.Campaign).Values
            .Where(terms => terms.Off is not true && (terms.Campaigns is null || terms.Campaigns == key.Kind))
            .Select(Rule),
    ]);

    /// <summary>Whether a grid that has never reported in a campaign has an alert at a moment of the campaign's time, for being silent.</summary>
    public bool MissesUnreported(Campaign campaign, DateTime now)
    {
        foreach (var rule in Of(campaign))
        {
            if (rule is SilenceRule silence && silence.StandsUnreported(campaign, now))
                return true;
        }
        return false;
    }

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

    private static ILeafRule Rule(RuleTerms terms)
    {
        var severity = terms.Severity is not null && terms.Zh is not null && terms.En is not null;
        if (!severity || terms.GraceMinutes is < 0 or > 525_600 || terms.Percent is < 1 or > 100_000)
            throw new FormatException($"rule {terms.Code} needs severity, zh and en; graceMinutes are 0 to 525600, percent 1 to 100000");
        return terms.Kind switch
        {
            "post" => new PostRule(terms),
            "silence" => new SilenceRule(terms),
            "case" => new CaseRule(terms, Case(terms)),
            "over" => new OverRule(terms, Count(terms, terms.Count), Catalogue.Current.TryGetCount(terms.Of ?? "", out var of) ? of : null),
            _ => throw new FormatException($"rule {terms.Code} is of kind '{terms.Kind}'; allowed are post, silence, case and over"),
        };
    }

    private static Series Case(RuleTerms terms) =>
        Catalogue.Current.TryGetSeries(terms.Series, out var series) && Grid.CaseBook.Keeps(series)
            ? series
            : throw new FormatException($"rule {terms.Code}: '{terms.Series}' is no series whose subjects are cases");

    private static Count Count(RuleTerms terms, string? code) =>
        Catalogue.Current.TryGetCount(code ?? "", out var count) && terms.Of is not null
            ? count
            : throw new FormatException($"rule {terms.Code} needs a count of the catalogue, not '{code}', and of");
}
