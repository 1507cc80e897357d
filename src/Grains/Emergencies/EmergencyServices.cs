using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GridGrains.Emergencies;

/// <summary>Where further plans are. Section <c>Emergency</c>.</summary>
public sealed class EmergencyOptions
{
    /// <summary>Where it is in the configuration.</summary>
    public const string Section = "Emergency";

    /// <summary>A file over the program's own plans (docs/emergency.md), the same on every silo; none, if not said.</summary>
    public string? File { get; set; }
}

/// <summary>Registers what runs emergencies.</summary>
public static class EmergencyServices
{
    /// <summary>Adds the plans that can be activated.</summary>
    public static IServiceCollection AddEmergencyPlans(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EmergencyOptions>().Bind(configuration.GetSection(EmergencyOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EmergencyOptions>, EmergencyOptionsRules>();
        return services.AddSingleton(s => Open(s.GetRequiredService<IOptions<EmergencyOptions>>().Value));
    }

    internal static PlanBook Open(EmergencyOptions options)
    {
        if (options.File is not { } path)
            return PlanBook.Own;
        using var file = File.OpenRead(path);
        return new PlanBook(PlanFile.Own, PlanFile.Read(file));
    }

    private sealed class EmergencyOptionsRules : IValidateOptions<EmergencyOptions>
    {
        public ValidateOptionsResult Validate(string? name, EmergencyOptions options)
        {
            try
            {
                Open(options);
                return ValidateOptionsResult.Success;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException)
            {
                return ValidateOptionsResult.Fail($"Emergency:File is {options.File}: {e.Message}; allowed is a file as docs/emergency.md describes it");
            }
        }
    }
}
