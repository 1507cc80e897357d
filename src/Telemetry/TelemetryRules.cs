using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GridGrains;

/// <summary>Says in a sentence what is wrong with <see cref="TelemetryOptions"/>, or with the OpenTelemetry keys beside them.</summary>
internal sealed class TelemetryRules(IConfiguration configuration) : IValidateOptions<TelemetryOptions>
{
    private static readonly string[] Protocols = ["grpc", "http/protobuf"];

    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        var wrong = OptionRanges.Sentences(TelemetryOptions.Section, options);
        if (configuration[TelemetryOptions.EndpointKey] is { Length: > 0 } endpoint && !IsEndpoint(endpoint))
            wrong.Add($"{TelemetryOptions.EndpointKey} is '{endpoint}'; allowed is an http or https address, as http://collector:4317");
        if (configuration[TelemetryOptions.ProtocolKey] is { Length: > 0 } protocol && !Protocols.Contains(protocol))
            wrong.Add($"{TelemetryOptions.ProtocolKey} is '{protocol}'; allowed are {string.Join(" and ", Protocols)}");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static bool IsEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
