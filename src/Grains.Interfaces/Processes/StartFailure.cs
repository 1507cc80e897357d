using Microsoft.Extensions.Options;

namespace GridGrains;

/// <summary>Why a process did not start, in a sentence.</summary>
public static class StartFailure
{
    /// <summary>The exit code of a process that could not start or reach something.</summary>
    public const int ExitCode = 3;

    /// <summary>The sentence for the first cause, from the outermost in, that one of these knows.</summary>
    /// <param name="exception">What the start ended with.</param>
    /// <param name="known">Each says a sentence of an exception it knows, and null of all others.</param>
    public static string Sentence(Exception exception, params Func<Exception, string?>[] known)
    {
        Func<Exception, string?>[] all = [Options, .. known];
        return Causes(exception).SelectMany(cause => all.Select(sentence => sentence(cause))).FirstOrDefault(s => s is not null)
            ?? $"The service could not start: {exception.GetBaseException().Message}";
    }

    private static string? Options(Exception exception) =>
        exception is OptionsValidationException options ? string.Join(Environment.NewLine, options.Failures) : null;

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        yield return exception;
        foreach (var inner in exception is AggregateException several ? several.InnerExceptions : (IEnumerable<Exception?>)[exception.InnerException])
        {
            foreach (var cause in inner is null ? [] : Causes(inner))
                yield return cause;
        }
    }
}
