using System.Security.Claims;

namespace GridGrains.Gateway;

/// <summary>The connection of one client, as far as the feed is concerned.</summary>
/// <param name="Who">Whose it is; the same for as long as it lasts.</param>
/// <param name="Expires">When the token ends, and the connection with it.</param>
/// <param name="Write">Writes a message and ends when the connection can take the next one.</param>
/// <param name="Cut">Closes the connection without waiting for the client; it is told why, for the log.</param>
/// <param name="Bearer">Who holds its token, with all its connections.</param>
internal sealed record ClientLink(ClaimsPrincipal Who, DateTimeOffset Expires, Func<HubPush, ValueTask> Write, Action<string> Cut, Bearer? Bearer = null);
