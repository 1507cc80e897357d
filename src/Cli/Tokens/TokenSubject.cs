using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace GridGrains.Cli;

/// <summary>Reads who a token is for, without checking it: the service does that.</summary>
internal static class TokenSubject
{
    /// <summary>The <c>sub</c> of a JWT.</summary>
    public static string Of(string token)
    {
        try
        {
            return new JsonWebToken(token).Subject;
        }
        catch (Exception e) when (e is ArgumentException or JsonException or FormatException)
        {
            throw new CommandFailure(ExitCode.WrongUse, "--token is not a JWT; 'gridgrains token' prints one.");
        }
    }
}
