namespace GridGrains.Rules;

/// <summary>
/// What is to be watched at a leaf. A rule is a function of the leaf's state and the campaign's time and keeps nothing: so a restart, a move to another
/// silo, and reports in another order come to the same.
/// </summary>
internal interface ILeafRule : IRule
{
    /// <summary>Adds what stands now, and when time alone may change that. Must cost next to nothing where nothing stands.</summary>
    void Evaluate(LeafSituation leaf, Findings findings);
}
