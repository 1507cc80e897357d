using System.Globalization;
using System.Text;

namespace GridGrains.Gateway;

/// <summary>The summary of an emergency for a spreadsheet: the muster, the places, the tasks, the counts, the alerts.</summary>
internal static class EmergencyCsv
{
    /// <summary>The whole file, with the mark that tells a spreadsheet that it is UTF-8.</summary>
    public static string Write(Wire.EmergencySummary summary, bool isChinese)
    {
        var text = new StringBuilder("\uFEFF");
        void Row(params object?[] cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        string Say(string zh, string en) => isChinese ? zh : en;
        string Words(Wire.Words title) => isChinese ? title.Zh : title.En;
        string Name(string zh, string? en) => isChinese ? zh : en ?? zh;

        Row(Say(summary.Drill ? "应急汇总(演练)" : "应急汇总", summary.Drill ? "Emergency summary (drill)" : "Emergency summary"), Words(summary.Title), Name(summary.Name, summary.NameEn), summary.Campaign);
        Row(Say("启动时间", "Activated at"), Local(summary.ActivatedAt));
        Row(Say("截至", "As of"), Local(summary.AsOf), summary.Frozen ? Say("已定稿", "settled") : Say("暂定", "provisional"));
        Row(Say("应集合人数", "Called"), summary.Called);
        Row(Say("已集合人数", "Present"), summary.Present);
        Row(Say("集合完成时间", "Muster complete at"), summary.MusteredAt is { } at ? Local(at) : Say("未完成", "not complete"));
        Row();
        Row(Say("编号", "Id"), Say("名称", "Name"), Say("应集合人数", "Called"), Say("已集合人数", "Present"));
        foreach (var place in summary.Places)
            Row(place.Place, Name(place.Name, place.NameEn), place.Called, place.Present);
        Row();
        Row(Say("工作组", "Work group"), Say("任务", "Task"), Say("应完成时间", "Due at"), Say("完成情况", "Outcome"), Say("完成时间", "Done at"));
        foreach (var task in summary.Tasks)
            Row(Words(task.GroupTitle), Words(task.Title), Local(task.DueAt), Outcome(task.Outcome, isChinese), task.DoneAt is { } done ? Local(done) : "");
        Row();
        Row(Say("指标", "Count"), Say("截至该时间", "As of then"));
        foreach (var count in Catalogue.Current.Counts.Where(c => summary.Counts.ContainsKey(c.Code)))
            Row(Name(count.Zh, count.En), summary.Counts[count.Code]);
        Row();
        Row(Say("告警规则", "Rule"), Say("级别", "Severity"), Say("次数", "Raised"));
        foreach (var alert in summary.Alerts)
            Row(alert.Rule, alert.Severity, alert.Raised);
        return text.ToString();
    }

    private static string Outcome(string outcome, bool isChinese) => (outcome, isChinese) switch
    {
        ("inTime", true) => "按时完成",
        ("inTime", false) => "in time",
        ("late", true) => "逾期完成",
        ("late", false) => "late",
        ("never", true) => "逾期未完成",
        ("never", false) => "due and not done",
        (_, true) => "未到期",
        _ => "not due yet",
    };

    // A number is no formula, whatever its sign.
    private static string Cell(object? cell) =>
        cell is string text ? CsvCells.Cell(text) : Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "";

    // Places keep China Standard Time.
    private static string Local(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
