using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GridGrains.Rules;

/// <summary>Where further rules are. Section <c>Rules</c>.</summary>
public sealed class RuleOptions
{
    /// <summary>Where it is in the configuration.</summary>
    public const string Section = "Rules";

    /// <summary>A file over the program's own rules (docs/rules.md), the same on every silo; none, if not said.</summary>
    public string? File { get; set; }
}

/// <summary>Registers what watches over the work.</summary>
public static class RuleServices
{
    /// <summary>Adds the rules and what brings alerts to the database.</summary>
    public static IServiceCollection AddRules(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RuleOptions>().Bind(configuration.GetSection(RuleOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RuleOptions>, RuleOptionsRules>();
        services.AddSingleton(s => Open(s.GetRequiredService<IOptions<RuleOptions>>().Value));
        services.AddSingleton<AlertWriter>();
        return services.AddHostedService(s => s.GetRequiredService<AlertWriter>());
    }

    internal static RuleBook Open(RuleOptions options)
    {
        if (options.File is not { } path)
            return RuleBook.Own;
        using var file = File.OpenRead(path);
        return new RuleBook(RuleFile.Own, RuleFile.Read(file));
    }

    private sealed class RuleOptionsRules : IValidateOptions<RuleOptions>
    {
        public ValidateOptionsResult Validate(string? name, RuleOptions options)
        {
            try
            {
                Open(options);
                return ValidateOptionsResult.Success;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException)
            {
                return ValidateOptionsResult.Fail($"Rules:File is {options.File}: {e.Message}; allowed is a file as docs/rules.md describes it");
            }
        }
    }
}
