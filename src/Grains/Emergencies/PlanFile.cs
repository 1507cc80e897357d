using System.Text.Json;
using System.Text.Json.Serialization;

namespace GridGrains.Emergencies;

/// <summary>The plans' file as it is written (docs/emergency.md). What is null is not said.</summary>
public sealed record PlanFile(IReadOnlyList<PlanFile.Plan?>? Plans)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>The plans that the program brings.</summary>
    public static PlanFile Own { get; } = ReadOwn();

    /// <summary>Reads a file's content, or throws a <see cref="JsonException"/> that says where it is wrong.</summary>
    public static PlanFile Read(Stream json) =>
        JsonSerializer.Deserialize<PlanFile>(json, Options) ?? throw new JsonException("the file must not be null");

    private static PlanFile ReadOwn()
    {
        using var stream = typeof(PlanFile).Assembly.GetManifestResourceStream("plans.json")!;
        return Read(stream);
    }

    /// <summary>A plan; 30 minutes and 24 hours, if it does not say otherwise.</summary>
    public sealed record Plan(
        string? Code,
        string? Zh,
        string? En,
        NoticeText? Notice,
        int? MusterMinutes,
        int? SummaryHours,
        IReadOnlyDictionary<string, string?>? Targets,
        IReadOnlyList<Group?>? Groups);

    /// <summary>A work group.</summary>
    public sealed record Group(string? Code, string? Zh, string? En, IReadOnlyList<Task?>? Tasks);

    /// <summary>A task of a group.</summary>
    public sealed record Task(string? Code, string? Zh, string? En, int? DueMinutes, End? Until);

    /// <summary>By which counts it is done.</summary>
    public sealed record End(string? Count, string? Of);
}
