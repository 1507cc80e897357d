using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GridGrains.Webhooks;

/// <summary>Registers what tells other systems.</summary>
public static class WebhookServices
{
    /// <summary>Adds what sends messages; the options are added with their ranges by the silo.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsRules>();
        services.AddSingleton<WebhookAddress>();
        services.AddSingleton<WebhookSender>();
        return services;
    }

    private sealed class WebhookOptionsRules : IValidateOptions<WebhookOptions>
    {
        public ValidateOptionsResult Validate(string? name, WebhookOptions options)
        {
            var wrong = options.AllowedHosts.Where(host => !WebhookAddress.IsHost(host))
                .Select(host => $"Webhooks:AllowedHosts has '{host}'; allowed is a host, host:port, or *.host for all below it").ToList();
            if (options.LongestRetry < options.FirstRetry)
                wrong.Add($"Webhooks:LongestRetry is {options.LongestRetry}; allowed is at least the {options.FirstRetry} of Webhooks:FirstRetry");
            return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
        }
    }
}
