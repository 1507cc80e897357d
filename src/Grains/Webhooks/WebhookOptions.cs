using System.ComponentModel.DataAnnotations;

namespace GridGrains.Webhooks;

/// <summary>To which addresses messages may be sent, and how. Section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>Where they are in the configuration.</summary>
    public const string Section = "Webhooks";

    /// <summary>
    /// Hosts to which messages may be sent: <c>hooks.example</c>, with a port <c>hooks.example:8443</c>, or <c>*.example</c> for all below. Without any nobody can register a webhook.
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Whether <c>http</c> may be used to hosts other than this machine. What is sent can then be read on its way.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Webhooks that one campaign may have.</summary>
    [Range(0, 200)]
    public int PerCampaign { get; set; } = 20;

    /// <summary>Places of whose counts one webhook may be told.</summary>
    [Range(1, 5_000)]
    public int MaxPlaces { get; set; } = 500;

    /// <summary>How often is looked for something to send; a webhook gets at most one message of a place's counts in this time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the other system may take to answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:02:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after a failure a message is sent again. Each further failure doubles it; a random part, up to a half, is taken off.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time between two attempts.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromMinutes(5);
}
