using System.Globalization;
using System.Text;

namespace GridGrains.Gateway;

/// <summary>A daily report for a spreadsheet: what it says of the place, then its counts, then the places that it names, a row for each.</summary>
internal static class DailyCsv
{
    private static readonly string[] Stages = ["", .. Catalogue.Current.Series.Single(s => s.Code == "issues").Stages];
    private static readonly string[] StagesZh = ["", "已发现", "已反馈", "已整改", "已复查"];

    /// <summary>The whole file, with the mark that tells a spreadsheet that it is UTF-8.</summary>
    public static string Write(Wire.DailyReport report, bool isChinese)
    {
        var text = new StringBuilder("\uFEFF");
        void Row(params object[] cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        string Say(string zh, string en) => isChinese ? zh : en;
        string Name(string zh, string? en) => isChinese ? zh : en ?? zh;

        Row(Say("日报", "Daily report"), report.Day, Name(report.Name, report.NameEn), report.Campaign);
        Row(Say("截止时间", "Due at"), Local(report.DueAt), report.Frozen ? Say("已定稿", "settled") : Say("未到截止时间", "not due yet"));
        Row(Say("应报", "Expected"), report.Expected);
        Row(Say("按时已报", "Received in time"), report.Received);
        Row(Say("其中零报告", "Of these zero reports"), report.Zero.Length);
        Row(Say("迟报", "Late"), report.Late.Length);
        Row(Say("未报", "Missing"), report.Missing.Length);
        Row(Say("上报率(%)", "Completeness (%)"), report.Completeness);
        Row(Say("及时率(%)", "Timeliness (%)"), report.Timeliness);
        Row();
        Row(Say("指标", "Count"), Say("截至截止时间", "As of then"), Say("较昨日", "Against yesterday"));
        foreach (var count in Catalogue.Current.Counts.Where(c => report.Counts.ContainsKey(c.Code) || report.Changes.ContainsKey(c.Code)))
            Row(Name(count.Zh, count.En), report.Counts.GetValueOrDefault(count.Code), report.Changes.GetValueOrDefault(count.Code));
        Row();
        Row(Say("状态", "State"), Say("编号", "Id"), Say("名称", "Name"), Say("时间", "At"));
        foreach (var place in report.Missing)
            Row(Say("未报", "Missing"), place.Place, Name(place.Name, place.NameEn));
        foreach (var place in report.Late)
            Row(Say("迟报", "Late"), place.Place, Name(place.Name, place.NameEn), Local(place.At));
        foreach (var place in report.Zero)
            Row(Say("零报告", "Zero report"), place.Place, Name(place.Name, place.NameEn));
        foreach (var issue in report.Issues)
            Row(Say("督查问题", "Issue"), issue.Place, $"{issue.Subject} {(isChinese ? StagesZh : Stages)[issue.Stage]}", Local(issue.Since));
        return text.ToString();
    }

    // A number is no formula, whatever its sign.
    private static string Cell(object cell) =>
        cell is string text ? CsvCells.Cell(text) : Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "";

    // Places keep China Standard Time.
    private static string Local(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
