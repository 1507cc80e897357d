using System.CommandLine;
using Microsoft.IdentityModel.JsonWebTokens;

namespace GridGrains.Cli;

/// <summary><c>revoke</c>: a token, or everything of a subject, is not accepted any more. It writes into the file that the service looks at.</summary>
internal sealed class RevokeVerb : Command
{
    private readonly Argument<string[]> what = new("TOKEN") { Description = "Tokens, ids of tokens (jti) or subjects (sub)", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> data = DataDirectory.Option();

    public RevokeVerb()
        : base("revoke", "Revokes tokens; running services know within seconds, and end what is open")
    {
        Add(what);
        Add(data);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var directory = new DataDirectory(parsed.GetRequiredValue(data));
        string[] ids = [.. parsed.GetRequiredValue(what).Select(IdOf).Distinct()];
        directory.Revoke(ids);
        foreach (var id in ids)
            Screen.Line($"{id} is revoked");
        return ExitCode.Done;
    }

    // A token of an issuer that gives its tokens no id can only be revoked with all others of its subject.
    private static string IdOf(string text)
    {
        if (text.Count(c => c == '.') != 2 || !new JsonWebTokenHandler().CanReadToken(text))
            return text;
        var token = new JsonWebToken(text);
        return token.Id is { Length: > 0 } id ? id : token.Subject;
    }
}
