namespace GridGrains.Faults.Tests;

/// <summary>Tests of the harness: a defect that it is made for must not escape it, and where there is none it must be quiet.</summary>
public sealed class MutantTests(Machine machine)
{
    public static TheoryData<string> Names => [.. Proof.All.Select(p => p.Mutant.Name)];

    [Fact]
    public void Mutants_AllEight_HaveAProofAndTheirOriginalTexts()
    {
        Assert.Equal(8, Proof.All.Select(p => p.Mutant.Name).Distinct().Count());
        Assert.Equal(Mutant.All.Select(m => m.Name).Order(), Proof.All.Select(p => p.Mutant.Name).Order());
        foreach (var edits in Mutant.All.SelectMany(m => m.Edits).GroupBy(e => e.File))
            MutatedBuild.Mutate(edits.Key, edits);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Mutant_InItsScenario_IsCaughtAndItsAbsenceIsNot(string name)
    {
        var proof = Proof.All.Single(p => p.Mutant.Name == name);
        await machine.RunAsync(proof.ControlAsync);
        await machine.RunAsync(async (stores, cancellation) =>
        {
            var verdict = await proof.CatchAsync(stores, cancellation);
            Assert.False(verdict.IsClean, $"{name} was not caught: {verdict}");
            return new() { Verdict = verdict };
        });
    }
}
