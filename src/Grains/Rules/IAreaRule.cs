namespace GridGrains.Rules;

/// <summary>What is to be watched at an area. As <see cref="ILeafRule"/>: a function of what the area knows and the campaign's time, which keeps nothing.</summary>
internal interface IAreaRule : IRule
{
    /// <summary>Adds what stands now, and when time alone may change that.</summary>
    void Evaluate(AreaSituation area, Findings findings);
}
