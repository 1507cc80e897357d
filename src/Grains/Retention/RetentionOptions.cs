using System.ComponentModel.DataAnnotations;

namespace GridGrains.Retention;

/// <summary>How long what was reported about single subjects is kept. Section <c>Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>How long after a campaign is closed its subjects are purged, by real time.</summary>
    /// <remarks>
    /// Not under an hour: by then every silo has heard of the closing, and what was on its way is committed or refused. Ten years at
    /// most: whoever wants to keep subjects for ever has a reason that this program cannot know, and leaves the campaign open.
    /// </remarks>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan KeepSubjects { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How often each silo looks for closed campaigns whose time has come.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromHours(1);
}
