using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace GridGrains.Cli;

/// <summary><c>token</c>: prints a token of the local key.</summary>
internal sealed class TokenVerb : Command
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(12);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private static readonly string[] Roles = ["public", "viewer", "reporter", "steward"];

    private readonly Option<string[]> roles = new("--role")
    {
        Description = "What the bearer may do; may be given more than once",
        HelpName = string.Join('|', Roles),
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = ReadRoles,
    };

    private readonly Option<PlaceId[]> places = new("--place")
    {
        Description = "The root of a subtree it is for; may be given more than once",
        HelpName = "P",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = ReadPlaces,
    };

    private readonly Option<TimeSpan?> ttl = new("--ttl")
    {
        Description = "How long it is valid: a number and s, m, h or d; 12h if not given",
        HelpName = "12h",
        CustomParser = ReadTtl,
    };

    private readonly Option<string> data = DataDirectory.Option();

    public TokenVerb()
        : base("token", "Prints a token (JWT) of the local key")
    {
        Add(roles);
        Add(places);
        Add(ttl);
        Add(data);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var directory = new DataDirectory(parsed.GetRequiredValue(data));
        Screen.Line(directory.IssueToken(parsed.GetRequiredValue(roles), parsed.GetRequiredValue(places), parsed.GetValue(ttl) ?? Usual));
        return ExitCode.Done;
    }

    private static string[] ReadRoles(ArgumentResult argument)
    {
        if (argument.Tokens.FirstOrDefault(t => !Roles.Contains(t.Value)) is { } unknown)
            argument.AddError($"--role is '{unknown.Value}'; allowed are {string.Join(", ", Roles)}.");
        return [.. argument.Tokens.Select(t => t.Value)];
    }

    private static PlaceId[] ReadPlaces(ArgumentResult argument)
    {
        if (argument.Tokens.FirstOrDefault(t => !PlaceId.TryParse(t.Value, null, out _)) is { } wrong)
        {
            argument.AddError(PlaceId.Rule(wrong.Value) + ".");
            return [];
        }
        return [.. argument.Tokens.Select(t => PlaceId.Parse(t.Value))];
    }

    private static TimeSpan? ReadTtl(ArgumentResult argument)
    {
        var text = argument.Tokens.Count > 0 ? argument.Tokens[0].Value : "";
        if (text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Unit(text[^1]) * number is var time
            && time > TimeSpan.Zero && time <= Longest)
        {
            return time;
        }
        argument.AddError($"--ttl is '{text}'; it must be like 30m, 12h or 7d, and {Longest.TotalDays:0}d at most.");
        return null;
    }

    private static TimeSpan Unit(char letter) => letter switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => TimeSpan.Zero,
    };
}
