namespace GridGrains.Rules;

/// <summary>Something that is watched, at leaves or at areas.</summary>
internal interface IRule
{
    /// <summary>Its terms.</summary>
    RuleTerms Terms { get; }
}
