using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace GridGrains.Silo;

/// <summary>Refuses options whose value is outside the range their property states, in a sentence with the key, the value and what is allowed.</summary>
internal sealed class RangeRules<T>(string section) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var wrong =
            from property in typeof(T).GetProperties()
            let range = property.GetCustomAttribute<RangeAttribute>()
            let value = property.GetValue(options)
            where range is not null && !range.IsValid(value)
            select $"{section}:{property.Name} is {value}; allowed are {range.Minimum} to {range.Maximum}";
        var sentences = wrong.ToList();
        return sentences.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(sentences);
    }
}
