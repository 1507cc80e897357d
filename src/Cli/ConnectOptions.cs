using System.CommandLine;

namespace GridGrains.Cli;

/// <summary>The options of a verb that speaks to a running service.</summary>
internal sealed class ConnectOptions
{
    private static readonly TimeSpan TokenTtl = TimeSpan.FromDays(1);

    private readonly Option<Uri> url = new("--url")
    {
        Description = "Where the service is",
        HelpName = "URL",
        DefaultValueFactory = _ => new Uri(ServeVerb.DefaultUrl + "/"),
        CustomParser = ReadUrl,
    };

    private readonly Option<string?> token = new("--token") { Description = "A token; without one, the local key makes one for a service on this machine", HelpName = "T" };
    private readonly Option<string> data = DataDirectory.Option();

    public ConnectOptions(Command verb)
    {
        verb.Add(url);
        verb.Add(token);
        verb.Add(data);
    }

    /// <summary>Opens a connection with the token given, or one of the local key as a steward of these places.</summary>
    public Connection Open(ParseResult parsed, IEnumerable<PlaceId> places, int connections)
    {
        var to = parsed.GetRequiredValue(url);
        var bearer = parsed.GetValue(token);
        if (bearer is null)
        {
            if (!to.IsLoopback)
                throw new CommandFailure(ExitCode.WrongUse, $"{to} is not on this machine, so --token is needed.");
            bearer = new DataDirectory(parsed.GetRequiredValue(data)).IssueToken(["steward"], [.. places.Select(RootOf).Distinct()], TokenTtl);
        }
        return new Connection(new Api(to, bearer, connections, TimeProvider.System), TokenSubject.Of(bearer), to, bearer);
    }

    private static PlaceId RootOf(PlaceId place) => PlaceId.Parse(place.Value.Split('.')[0]);

    /// <summary>Reads the address of a service.</summary>
    public static Uri ReadUrl(System.CommandLine.Parsing.ArgumentResult argument)
    {
        var text = argument.Tokens.Count > 0 ? argument.Tokens[0].Value : "";
        if (Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var read) && read.Scheme is "http" or "https")
            return read;
        argument.AddError($"--url is '{text}'; it must be like http://127.0.0.1:5080.");
        return new Uri(ServeVerb.DefaultUrl);
    }
}

/// <summary>An open connection, the name that its token gives to the reporter, and what it was opened with.</summary>
internal sealed record Connection(Api Api, string Subject, Uri Url, string Token) : IDisposable
{
    public void Dispose() => Api.Dispose();
}
