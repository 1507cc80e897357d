using System.Collections.Immutable;
using System.Globalization;

namespace GridGrains.Gateway.Tests;

public sealed class ReportTests : GatewayFacts
{
    private const string ToClosed = $"/api/campaigns/{Town.Closed}/places/{Town.Grid}/reports";
    private const string Address = Ledger + Town.Grid + "/reports";

    [Fact]
    public async Task AReport_GoesToItsLeafAndComesBackAsAReceipt()
    {
        var id = Guid.NewGuid();
        var receipt = (await Gateway.PostAsync(Address, Report(id, Observation(), Observation("T2")))).IsOk();
        Assert.Equal(
            $$"""{"reportId":"{{id}}","place":"{{Town.Grid}}","sequence":17,"status":"recorded","applied":2,"superseded":0}""", receipt.GetRawText());
        var (leaf, report, reporter) = Assert.Single(Gateway.Grid.Reports);
        Assert.Equal(($"{Town.Round}/{Town.Grid}", id, "phone-1"), (leaf, report.ReportId, reporter));
    }

    [Fact]
    public async Task AZeroReport_IsAReport() => (await Gateway.PostAsync(Address, Report())).IsOk();

    [Fact]
    public async Task ADesk_TakesReports() => (await Gateway.PostAsync(Ledger + Town.Village + ".desk/reports", Report(Observation()))).IsOk();

    [Fact]
    public async Task AReportToAnArea_IsSentToItsDesk()
    {
        var problem = (await Gateway.PostAsync(Ledger + Town.Village + "/reports", Report(Observation()))).IsProblem(422, "invalid");
        Assert.Equal(
            $"a report goes to a leaf; {Town.Village} is an area, its own staff report to {Town.Village}.desk", problem.GetProperty("detail").GetString());
        Assert.Empty(Gateway.Grid.Reports);
    }

    [Fact]
    public async Task AReportToAClosedCampaign_IsRefusedByItsLeaf()
    {
        Gateway.Grid.Answer = (_, _) => Task.FromResult(ReportAnswer.Refused(ReportRefusal.Closed));
        (await Gateway.PostAsync(ToClosed, Report())).IsProblem(409, "closed");
        Assert.Single(Gateway.Grid.Reports);
    }

    [Fact]
    public async Task AReportThatAClosedCampaignHasCounted_GetsItsReceipt() => (await Gateway.PostAsync(ToClosed, Report())).IsOk();

    [Fact]
    public async Task AViewer_MayNotReport() => (await Gateway.PostAsync(Address, Report(), role: "viewer")).IsProblem(403, "forbidden");

    [Fact]
    public async Task OutsideTheSubtree_NothingIsReadOfTheBody() =>
        (await Gateway.PostAsync(Address, "not json", place: "enping.shengtang.v02")).IsProblem(403, "forbidden");

    [Theory]
    [InlineData("no.such", "T1", "1", "series")]
    [InlineData("tests.sampled", "T1", "-1", "value")]
    [InlineData("tests.sampled", "T1", "21", "value")]
    [InlineData("tests.sampled", "T1", "9223372036854775808", "value")]
    [InlineData("tests.sampled", "440101199001011234", "1", "subject")]
    [InlineData("tests.sampled", "has blanks", "1", "subject")]
    public async Task AnObservationAgainstTheRules_IsInvalidAndNamed(string series, string subject, string value, string member)
    {
        var problem = (await Gateway.PostAsync(Address, Report(Observation(), Observation(subject, value, series: series)))).IsProblem(422, "invalid");
        Assert.Equal([$"observations[1].{member}"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        Assert.Empty(Gateway.Grid.Reports);
    }

    [Fact]
    public async Task TooFarAhead_IsInvalidAndToldTheServersTime()
    {
        var now = TimeProvider.System.GetUtcNow();
        var ahead = now.AddMinutes(11).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var problem = (await Gateway.PostAsync(Address, Report(Observation(at: ahead)))).IsProblem(422, "invalid");
        Assert.Contains($"the server's time is {now:yyyy-MM-dd'T'HH}", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        (await Gateway.PostAsync(Address, Report(Observation(at: now.AddMinutes(9).ToString("O", CultureInfo.InvariantCulture))))).IsOk();
    }

    [Fact]
    public async Task InADrill_ItsOwnClockDecidesWhatIsAhead()
    {
        // The drill began in 2000 when it was created in 2022, so it is some years behind.
        var address = $"/api/campaigns/{Town.Drill}/places/{Town.Grid}/reports";
        (await Gateway.PostAsync(address, Report(Observation(at: "2022-10-06T09:12:31Z")))).IsProblem(422, "invalid");
        (await Gateway.PostAsync(address, Report(Observation(at: "2000-01-01T00:00:00Z")))).IsOk();
    }

    [Fact]
    public async Task FiveHundredAndOneObservations_AreTooLarge() =>
        (await Gateway.PostAsync(Address, Report([.. Enumerable.Repeat(Observation(), 501)]))).IsProblem(413, "too-large");

    [Fact]
    public async Task AnUnknownMember_IsMalformedAndNamed()
    {
        var problem = (await Gateway.PostAsync(Address, Report().Replace("{ ", "{ \"extra\": 1, ", StringComparison.Ordinal))).IsProblem(400, "malformed");
        Assert.Contains("extra", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALeafThatIsMoving_IsAskedAgainWithTheSameReport()
    {
        var answers = new Queue<Func<Task<ReportAnswer>>>(
        [
            () => Task.FromResult(ReportAnswer.Refused(ReportRefusal.Unknown)),
            () => throw new TimeoutException(),
        ]);
        Gateway.Grid.Answer = (leaf, report) => answers.TryDequeue(out var answer) ? answer() : TestGrid.Counted(leaf, report);
        (await Gateway.PostAsync(Address, Report(Observation()))).IsOk();
        Assert.Equal(3, Gateway.Grid.Reports.Count);
        Assert.Single(Gateway.Grid.Reports.Select(r => r.Report.ReportId).Distinct());
    }

    [Theory]
    [InlineData(ReportRefusal.Busy, "nothing was counted", false)]
    [InlineData(ReportRefusal.Unknown, "counted once", true)]
    public async Task ALeafThatStaysSo_IsUnavailableAndSaysWhenToTryAgain(ReportRefusal refusal, string said, bool again)
    {
        Gateway.Grid.Answer = (_, _) => Task.FromResult(ReportAnswer.Refused(refusal));
        var answer = await Gateway.PostAsync(Address, Report());
        Assert.Contains(said, answer.IsProblem(503, "unavailable").GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.InRange(int.Parse(answer.Headers["Retry-After"], CultureInfo.InvariantCulture), 1, 3);
        Assert.Equal(again, Gateway.Grid.Reports.Count > 1);
    }

    [Fact]
    public async Task ALeafThatNeverAnswers_IsUnavailable()
    {
        var never = new TaskCompletionSource<ReportAnswer>();
        Gateway.Grid.Answer = (_, _) => never.Task;
        (await Gateway.PostAsync(Address, Report())).IsProblem(503, "unavailable");
    }

    [Fact]
    public async Task ATakenId_IsInvalidAndNotToldWhy()
    {
        Gateway.Grid.Answer = (_, _) => Task.FromResult(ReportAnswer.Refused(ReportRefusal.ReportIdTaken));
        var problem = (await Gateway.PostAsync(Address, Report())).IsProblem(422, "invalid");
        Assert.Equal(
            "is taken: an id stands for one report, with one body and from one sender; a new report needs a new one",
            problem.GetProperty("errors").GetProperty("reportId")[0].GetString());
        Assert.Single(Gateway.Grid.Reports);
    }

    [Fact]
    public async Task APlaceThatWasImportedElsewhere_IsFetchedOnce()
    {
        var newGrid = new Place(PlaceId.Parse("enping.shengtang.v01.g03"), "grid", "新网格", null, ImmutableSortedDictionary<string, long>.Empty);
        Gateway.City.Image = Town.Image with { Version = 2, Places = [.. Town.Image.Places, newGrid] };
        (await Gateway.PostAsync(Ledger + newGrid.Id + "/reports", Report())).IsOk();
    }

    [Fact]
    public async Task ALeafThatBecameAnArea_IsInvalidOnceTheGatewayHasHeardOfIt()
    {
        var below = new Place(PlaceId.Parse(Town.Grid + ".s1"), "grid2", "新", null, ImmutableSortedDictionary<string, long>.Empty);
        Gateway.City.Image = Town.Image with { Version = 2, Places = [.. Town.Image.Places, below] };
        Gateway.Grid.Answer = (_, _) => Task.FromResult(ReportAnswer.Refused(ReportRefusal.NotALeaf));
        (await Gateway.PostAsync(Address, Report())).IsProblem(422, "invalid");
    }

    [Fact]
    public async Task ASiloThatHasNotHeardOfALeafYet_IsAskedAgain()
    {
        var asked = 0;
        Gateway.Grid.Answer = (leaf, report) => ++asked < 3 ? Task.FromResult(ReportAnswer.Refused(ReportRefusal.NotALeaf)) : TestGrid.Counted(leaf, report);
        (await Gateway.PostAsync(Address, Report())).IsOk();
    }
}
