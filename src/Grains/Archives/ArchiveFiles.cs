using System.Globalization;

namespace GridGrains.Archives;

/// <summary>What is in an archive, and what its README says of it.</summary>
internal static class ArchiveFiles
{
    /// <summary>Rises when a reader of the former one would misread it.</summary>
    public const int Format = 1;

    public const string Readme = "README.md";
    public const string About = "archive.json";
    public const string Places = "places.csv";
    public const string Posts = "posts.csv";
    public const string Campaigns = "campaigns.json";
    public const string City = "city.ndjson";
    public const string Reports = "reports.ndjson";
    public const string Purged = "purged.ndjson";
    public const string Totals = "totals.csv";

    /// <summary>The README of an archive.</summary>
    public static string ReadmeOf(string campaign, DateTime at) => string.Create(CultureInfo.InvariantCulture, $$"""
        # {{campaign}}: archive of a campaign · 行动存档

        Written by GridGrains at {{at:yyyy-MM-dd HH:mm:ss}} UTC. Text in UTF-8 throughout: CSV (RFC 4180), NDJSON (a JSON object in each line) and JSON. No program is needed to read it.
        全部为 UTF-8 文本:CSV、NDJSON(每行一个 JSON 对象)和 JSON,不用任何程序即可阅读。

        | file | a row is | 内容 |
        |---|---|---|
        | `archive.json` | what this is: format, campaign, when, how many reports | 存档说明 |
        | `totals.csv` | a place with its level, name, number of reports and counts; an area is the sum of its leaves. With a BOM, so that it opens in a spreadsheet | 各地方合计 |
        | `reports.ndjson` | a report: `place`, `sequence` (from 1 without gaps within a place), `reportId`, `reporter` (opaque), `recordedAt` (UTC, when it was taken in), and its `observations`: `series`, `subject` (opaque), `value`, `at` (UTC, when it was observed), `post` | 全部上报 |
        | `purged.ndjson` | a place whose subjects were purged: for each report up to `through` how many observations were applied and superseded, then pairs of an index into `counts` and a difference | 已清除明细的地方 |
        | `places.csv`, `posts.csv`, `campaigns.json` | the tree, the posts and the campaign as they were last, as `gridgrains import` reads them | 地方、岗位、行动 |
        | `city.ndjson` | every version of them: `since` and `until` are versions, whose times are in the lines with `madeAt` | 历次变更 |

        **The counting rule.** For each place, series and subject the observation with the latest `at` counts; of equal ones that of the greater `reportId`, within a report the later. The counts of `totals.csv` are measures over these:
        a sum, a number of subjects, a number of subjects at or above a value, as the catalogue of the service says (`GET /api/catalogue`). Counts that follow from the time of day (posts, who reported today) are not in it.
        **计数规则**:同一地方、序列、对象,以 `at` 最晚的一条为准;相同则以 `reportId` 较大者为准,同一上报内以后者为准。

        **To rebuild a system from it · 重建**: `gridgrains rebuild FILE --data DIR` with a directory in which nothing is kept yet, or with `--postgres CONNECTION` and an empty database. It compares the totals of every place with
        `totals.csv` and says whether they are equal; then serve it.

        **Not in it · 不含**: names of persons or telephone numbers (none are ever taken in), notices, alerts, the audit trail, tokens and keys, webhooks, the record of changes of the tree (so none can be undone), other campaigns. Subjects and reporters are opaque codes; whoever issued them may know whom they
        stand for, so treat this file as the database itself.
        """);
}
