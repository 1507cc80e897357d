using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace GridGrains.Emergencies;

/// <summary>The plans that can be activated: the program's, and over them those of a file, which replaces whole the plans that it names.</summary>
internal sealed class PlanBook
{
    private const int MostTasks = 100;

    private readonly SortedDictionary<string, EmergencyPlan> plans = new(StringComparer.Ordinal);

    /// <summary>Puts files together, the later over the earlier, or throws a <see cref="FormatException"/> with a sentence on what is wrong.</summary>
    public PlanBook(params PlanFile[] files)
    {
        foreach (var file in files)
        {
            var named = new HashSet<string>();
            foreach (var plan in file.Plans ?? [])
            {
                var read = Read(plan ?? throw new FormatException("a plan is null"));
                if (!named.Add(read.Code))
                    throw new FormatException($"there are two plans {read.Code}");
                plans[read.Code] = read;
            }
        }
    }

    /// <summary>The plans that the program brings.</summary>
    public static PlanBook Own { get; } = new(PlanFile.Own);

    /// <summary>The plans' codes.</summary>
    public IReadOnlyCollection<string> Codes => plans.Keys;

    /// <summary>Finds a plan.</summary>
    public bool TryGet(string code, [NotNullWhen(true)] out EmergencyPlan? plan) => plans.TryGetValue(code, out plan);

    private static EmergencyPlan Read(PlanFile.Plan plan)
    {
        var name = $"plan '{plan.Code}'";
        PlanText.Check(name, plan.Code, plan.Zh, plan.En);
        var notice = plan.Notice ?? throw new FormatException($"{name} needs a notice");
        if (NoticeRules.Check(notice) is var (member, message))
            throw new FormatException($"{name}: notice.{member.Replace("text.", "", StringComparison.Ordinal)} {message}");
        var groups = Distinct(name, "groups", plan.Groups, group => group.Code).Select(group => Read(name, group)).ToImmutableArray();
        var read = new EmergencyPlan(
            plan.Code!,
            plan.Zh!,
            plan.En!,
            notice,
            PlanText.Within(name, "musterMinutes", plan.MusterMinutes ?? 30, 1, 1440),
            PlanText.Within(name, "summaryHours", plan.SummaryHours ?? 24, 1, 168),
            Targets(name, plan.Targets),
            groups);
        var codes = read.Tasks().Select(task => task.Code).ToList();
        if (codes.Count is 0 or > MostTasks || codes.Distinct().Count() < codes.Count)
            throw new FormatException($"{name} needs 1 to {MostTasks} tasks, each with a code of its own in the whole plan");
        return read;
    }

    private static WorkGroup Read(string plan, PlanFile.Group group)
    {
        var name = $"{plan}, group '{group.Code}'";
        PlanText.Check(name, group.Code, group.Zh, group.En);
        return new(group.Code!, group.Zh!, group.En!, [.. Distinct(name, "tasks", group.Tasks, task => task.Code).Select(task => Read(name, task))]);
    }

    private static PlanTask Read(string group, PlanFile.Task task)
    {
        var name = $"{group}, task '{task.Code}'";
        PlanText.Check(name, task.Code, task.Zh, task.En);
        return new(
            task.Code!,
            task.Zh!,
            task.En!,
            PlanText.Within(name, "dueMinutes", task.DueMinutes ?? throw new FormatException($"{name} needs dueMinutes"), 1, 525_600),
            task.Until is { } until ? End(name, until) : null);
    }

    private static TaskEnd End(string task, PlanFile.End end)
    {
        if (end.Count is null || !Catalogue.Current.TryGetCount(end.Count, out _))
            throw new FormatException($"{task}: until.count is '{end.Count}'; it must be a count of the catalogue");
        return end.Of is { Length: > 0 } of ? new(end.Count, of) : throw new FormatException($"{task}: until.of must be a count of the catalogue or an attribute of places");
    }

    private static ImmutableSortedDictionary<string, string> Targets(string plan, IReadOnlyDictionary<string, string?>? targets)
    {
        var read = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        foreach (var (count, attribute) in targets ?? ImmutableDictionary<string, string?>.Empty)
        {
            if (!Catalogue.Current.TryGetCount(count, out _) || attribute is null or "")
                throw new FormatException($"{plan}: targets.{count} must name a count of the catalogue and an attribute of places");
            read = read.Add(count, attribute);
        }
        return read;
    }

    private static List<T> Distinct<T>(string where, string what, IReadOnlyList<T?>? given, Func<T, string?> code)
        where T : class
    {
        var all = given?.OfType<T>().ToList() ?? [];
        if (all.Count == 0 || all.Count < given!.Count)
            throw new FormatException($"{where} needs {what}, none of them null");
        return all.DistinctBy(code).Count() == all.Count
            ? all
            : throw new FormatException($"{where} has two {what} of the same code");
    }
}
