namespace GridGrains;

/// <summary>Asks a process of this machine after its health, for whoever keeps it running and has no other program at hand, as in a container.</summary>
public static class HealthProbe
{
    /// <summary>The first argument that makes a program ask instead of serve; the second is <c>started</c>, <c>live</c> or <c>ready</c>.</summary>
    public const string Verb = "probe";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Prints the answer.</summary>
    /// <returns>An exit code: 0 for yes, 1 for anything else.</returns>
    public static async Task<int> AskAsync(Uri service, string what)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var http = new HttpClient(handler) { BaseAddress = service, Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new Uri($"/health/{what}", UriKind.Relative));
            Console.Out.WriteLine($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Console.Error.WriteLine($"{service} does not answer: {e.Message}");
            return 1;
        }
    }
}
