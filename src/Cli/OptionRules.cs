using System.CommandLine;

namespace GridGrains.Cli;

/// <summary>Rules that more than one option has.</summary>
internal static class OptionRules
{
    /// <summary>Refuses numbers below <paramref name="least"/>.</summary>
    public static void AtLeast(this Option<int> option, int least) => option.Validators.Add(result =>
    {
        if (result.Errors.Any())
            return;
        if (result.GetValueOrDefault<int>() < least)
            result.AddError($"{option.Name} must be {least} or more.");
    });
}
