using System.Text.Json;

namespace GridGrains.Testing;

/// <summary>The hub said no; the message is what it sent.</summary>
public sealed class HubRefusedException(string message) : Exception(message)
{
    /// <summary>The message as a problem.</summary>
    public JsonElement Problem => JsonSerializer.Deserialize<JsonElement>(Message);

    /// <summary>The problem's code: the last part of its type.</summary>
    public string Code => Problem.GetProperty("type").GetString()!.Split(':')[^1];
}
