using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>Refuses a start in production that other machines could reach while the tokens' key is only the one made at first start.</summary>
internal sealed class ProductionRules(IConfiguration configuration, IHostEnvironment environment) : IValidateOptions<AuthOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthOptions options) =>
        environment.IsProduction() && options.Authority.Length == 0 && options.Key.Length == 0 && ListenAddresses.Of(configuration).FirstOrDefault(a => !a.IsLoopback) is { } open
            ? ValidateOptionsResult.Fail(
                $"{open.Text} can be reached from other machines, and in Production that needs Auth:Authority (an OIDC issuer) or Auth:Key (base64 of at least {AuthOptions.ShortestKey} bytes); the key made at first start is for this machine only")
            : ValidateOptionsResult.Success;
}
