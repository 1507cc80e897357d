namespace GridGrains.Faults.Tests;

/// <summary>Tests of the harness: a defect that it is made for must not escape it, and where there is none it must be quiet.</summary>
public sealed class MutantTests(Machine machine)
{
    public static TheoryData<string> Names => [.. Proof.All.Select(p => p.Name)];

    [Fact]
    public void Mutants_AllEight_HaveAProofAndTheirOriginalTexts()
    {
        Assert.Equal(8, Proof.All.Select(p => p.Mutant.Name).Distinct().Count());
        Assert.Equal(Mutant.All.Select(m => m.Name).Order(), Proof.All.Select(p => p.Mutant.Name).Distinct().Order());
        foreach (var edits in Mutant.All.SelectMany(m => m.Edits).GroupBy(e => e.File))
            MutatedBuild.Mutate(edits.Key, edits);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Mutant_InItsScenario_IsCaughtAndItsAbsenceIsNot(string name)
    {
        var proof = Proof.All.Single(p => p.Name == name);
        var outcome = await machine.RunAsync(proof.RunAsync);
        Assert.StartsWith("mutant off: clean; on: ", outcome.Note, StringComparison.Ordinal);
    }
}
