using Microsoft.Extensions.Options;

namespace GridGrains.Silo;

/// <summary>Refuses options whose value is outside the range their property states, in a sentence with the key, the value and what is allowed.</summary>
internal sealed class RangeRules<T>(string section) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var sentences = OptionRanges.Sentences(section, options);
        return sentences.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(sentences);
    }
}
