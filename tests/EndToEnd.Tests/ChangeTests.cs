using System.Net.Http.Json;
using System.Text.Json;

namespace GridGrains.EndToEnd.Tests;

/// <summary>A grid of Shengtang is split and two others become one while everybody reports, and the service dies in the midst of it.</summary>
public sealed class ChangeTests(Databases databases)
{
    private const string Test = "shengtang-test";
    private const string Root = "enping.shengtang";
    private const string Village = Root + ".v03";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Keeper.Sqlite)]
    [InlineData(Keeper.Postgres)]
    public async Task Shengtang_AGridSplitAndTwoMergedInTheMidstOfAPlay_EndsWithExactFigures(Keeper keeper)
    {
        await using var home = await Home.NewAsync(keeper, databases);
        await home.ServeAsync(new Dictionary<string, string> { ["GRIDGRAINS_CRASH_AT"] = "after-change:1" }, ["--empty"]);
        await using var play = StartedProgram.Start(home.Line("play", Places.Scenario("shengtang"), "--speed", "max", "--clients", "16"));
        using var api = home.Api(Root);
        await Wait.UntilAsync("the play is well under way", async () =>
        {
            Assert.False(play.HasEnded, $"the play ended before anything was changed\n{play.Errors}");
            return await api.CampaignAsync(Test, Cancellation) is not null && (await api.SnapshotAsync(Test, Village + ".g01", Cancellation)).Version > 0
                && (await api.SnapshotAsync(Test, Village, Cancellation)).Version >= 8;
        });

        using var steward = home.Client("steward", Root);
        var split = new
        {
            id = "split-1",
            kind = "split",
            place = Village + ".g01",
            parts = new object[] { new { id = Village + ".g91", name = "东" }, new { id = Village + ".g92", name = "西", subjects = new[] { "p8-*" } } },
        };
        // The change is durable, and the service gone before anybody hears of it.
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => steward.PostAsJsonAsync("/api/changes", split, Cancellation));
        await Wait.UntilAsync("the service is gone", () => home.Service.HasEnded);
        Assert.False(play.HasEnded, "the play was over when the service died");
        await home.ServeAsync("--empty");
        await MadeAsync(split);
        await MadeAsync(new { id = "merge-1", kind = "merge", place = Village + ".g02", to = Village + ".g03" });

        await play.EndAsync(0);
        Assert.DoesNotContain("WRONG", play.Output, StringComparison.Ordinal);
        foreach (var campaign in new[] { Test, "shengtang-duty" })
            Assert.Contains("all ", (await home.RunAsync(0, "audit", "--campaign", campaign, "--place", Root)).Output, StringComparison.Ordinal);
        foreach (var former in new[] { ".g01", ".g02" })
            Assert.All((await api.SnapshotAsync(Test, Village + former, Cancellation)).Counts.Values, count => Assert.Equal(0, count));
        Assert.NotEqual(0, (await api.SnapshotAsync(Test, Village + ".g91", Cancellation)).Version);

        // A token of the grid that was: it reports as ever, and the totals have it once.
        var total = (await api.SnapshotAsync(Test, Root, Cancellation)).Counts["tests.sampled"];
        using var phone = home.Client("reporter", Village + ".g01");
        var late = Reports.Sampled("late-1", 7, "2022-10-07T01:00:00Z");
        for (var sent = 0; sent < 2; sent++)
        {
            using var answer = await phone.PostAsJsonAsync($"/api/campaigns/{Test}/places/{Village}.g01/reports", late, Cancellation);
            Assert.Equal(200, (int)answer.StatusCode);
        }
        await Wait.UntilAsync("the late report is counted", async () => (await api.SnapshotAsync(Test, Root, Cancellation)).Counts["tests.sampled"] >= total + 7);

        foreach (var change in new[] { "merge-1", "split-1" })
        {
            using var undone = await steward.PostAsync(new Uri($"/api/changes/{change}/undo", UriKind.Relative), null, Cancellation);
            Assert.Equal(200, (int)undone.StatusCode);
        }
        await Wait.UntilAsync("everything is where it was", async () => (await api.SnapshotAsync(Test, Root, Cancellation)).Counts["tests.sampled"] == total + 7);
        await home.RunAsync(0, "audit", "--campaign", Test, "--place", Root);

        async Task MadeAsync(object change)
        {
            using var answer = await steward.PostAsJsonAsync("/api/changes", change, Cancellation);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
            var made = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
            Assert.True(made.GetProperty("version").GetInt64() > 0);
        }
    }
}
