namespace GridGrains.Faults;

/// <summary>A service as its clients and its auditor see it: where it is spoken to, who may speak, and where its journal can be read.</summary>
/// <param name="Gateways">Its addresses, one or more; they stay the same over a restart.</param>
/// <param name="Tokens">Issues its tokens.</param>
/// <param name="Journal">Its journal's table, read past the service.</param>
internal sealed record Target(IReadOnlyList<Uri> Gateways, Tokens Tokens, JournalTable Journal)
{
    /// <summary>A client of one gateway.</summary>
    /// <param name="token">For whom it speaks.</param>
    /// <param name="gateway">Which address, counted round.</param>
    /// <param name="timeout">After which a call counts as unanswered.</param>
    public HttpClient Client(string token, int gateway = 0, TimeSpan? timeout = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = Gateways[gateway % Gateways.Count],
            Timeout = timeout ?? TimeSpan.FromSeconds(15),
        };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }
}
