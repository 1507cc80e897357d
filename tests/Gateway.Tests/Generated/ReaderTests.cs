using System.Collections.Immutable;

namespace GridGrains.Gateway.Tests;

/// <summary>Whatever bytes the readers of bodies get, they answer a value or a problem, and do not throw.</summary>
[Collection(nameof(Generated))]
public sealed class ReaderTests
{
    private static readonly DateTime Now = new(2022, 10, 6, 10, 0, 0, DateTimeKind.Utc);
    private static readonly int[] Refusals = [400, 413, 422];

    public static TheoryData<string> Readers => [.. Read.Keys];

    private static readonly Dictionary<string, (string Sample, Func<byte[], Problem?> Read)> Read = new()
    {
        ["report"] = (Samples.Report, utf8 => ReportReader.Read(utf8, Now) switch { { Report: null } reading => reading.Problem!, _ => null }),
        ["bulk"] = (Samples.Bulk, ReadBulk),
        ["places.csv"] = (Samples.Places, utf8 => Check(PlaceRows.FromCsv(utf8), PlaceRows.Check)),
        ["posts.csv"] = (Samples.Posts, utf8 => Check(PostRows.FromCsv(utf8), PostRows.Check)),
        ["places.json"] = (Samples.PlacesJson, utf8 => Check(Rows(WireBody.Read(utf8, WireJson.Default.PlaceBodyArray)), PlaceRows.Check)),
        ["posts.json"] = (Samples.PostsJson, utf8 => Check(Rows(WireBody.Read(utf8, WireJson.Default.PostBodyArray)), PostRows.Check)),
        ["campaign"] = (Samples.Campaign, utf8 => WireBody.Read(utf8, WireJson.Default.CampaignBody) switch
        {
            (null, var problem) => problem!,
            var (body, _) => body.Read("round-1", Now).Problem,
        }),
        ["notice"] = (Samples.Notice, utf8 => WireBody.Read(utf8, WireJson.Default.NoticeBody) switch
        {
            (null, var problem) => problem!,
            var (body, _) => body.Read().Problem,
        }),
    };

    [Theory]
    [MemberData(nameof(Readers))]
    public void Read_OfWhateverBytes_AnswersAndDoesNotThrow(string reader)
    {
        var (sample, read) = Read[reader];
        var valid = Samples.Bytes(sample);
        Assert.Null(read(valid));
        int right = 0, wrong = 0;
        const int inputs = 125_000;
        for (var seed = 0; seed < inputs; seed++)
        {
            var input = new Mutator(seed).Change(valid);
            try
            {
                if (read(input) is not { } problem)
                    right++;
                else if (Refusals.Contains(problem.Status) && problem.Title.Length > 0 && problem.Code.Length > 0 && problem.Detail.Length is > 0 and < 2_000)
                    wrong++;
                else
                    Assert.Fail($"a problem that is none: {problem}");
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"input {seed} of {reader} threw {e}: {Convert.ToHexString(input)}");
            }
        }
        // Some of both, else the changes are too many or too few to tell anything.
        Assert.True(right > inputs / 100 && wrong > inputs / 3, $"{right} right, {wrong} wrong");
    }

    private static Problem? ReadBulk(byte[] utf8)
    {
        var bulk = ReportReader.ReadBulk(utf8, Now);
        return bulk.Problem ?? bulk.Items.Select(item => item.Reading).FirstOrDefault(reading => reading.Report is null).Problem;
    }

    private static (ImmutableArray<T> Rows, Problem? Problem) Rows<T>((T[]? Rows, Problem? Problem) read) =>
        (read.Rows is null ? [] : [.. read.Rows], read.Problem);

    private static Problem? Check<TBody, T>((ImmutableArray<TBody> Rows, Problem? Problem) read, Func<int, TBody, MemberErrors, T?> check)
        where T : class
    {
        if (read.Problem is not null)
            return read.Problem;
        var errors = new MemberErrors();
        for (var i = 0; i < read.Rows.Length; i++)
            check(i + 1, read.Rows[i], errors);
        return errors.IsEmpty ? null : Problem.Invalid(errors);
    }
}
