using System.Security.Claims;

namespace GridGrains.Gateway;

/// <summary>
/// What is new on the boards for one client: a few messages that wait until the client takes them, the newest of each subject. Of a client
/// that is far behind the oldest are dropped; it finds them where they are kept, with GET.
/// </summary>
internal sealed class BoardSlot : Slot
{
    private const int MostWaiting = 64;

    private readonly Lock gate = new();
    private readonly ClaimsPrincipal who;
    private readonly BoardFeed boards;
    private List<BoardMessage>? waiting;

    /// <summary>A slot of a client that watches nothing yet; the feed tells it from now on.</summary>
    public BoardSlot(ClientPump pump, ClaimsPrincipal who, BoardFeed boards) : base(pump, default, TimeSpan.Zero)
    {
        this.who = who;
        this.boards = boards;
        State = SlotState.Idle;
        // Decided for each message anew, by the place for which the client gets it.
        IsAllowed = true;
        boards.Join(this);
    }

    /// <summary>What the client watches, places and roots of trees; replaced whole.</summary>
    public IReadOnlyList<LedgerKey> Watched { get; set; } = [];

    /// <summary>Takes a message if it concerns something that the client watches.</summary>
    public void Offer(BoardMessage message, long now)
    {
        if (!Concerns(message))
            return;
        lock (gate)
        {
            waiting ??= [];
            waiting.RemoveAll(older => older.Subject == message.Subject && !older.IsNew);
            if (waiting.Count == MostWaiting)
                waiting.RemoveAt(0);
            waiting.Add(message);
        }
        Pump.Wake(this, now);
    }

    /// <inheritdoc/>
    public override HubPush? Take()
    {
        BoardMessage next;
        bool more;
        lock (gate)
        {
            if (waiting is not { Count: > 0 })
                return null;
            next = waiting[0];
            waiting.RemoveAt(0);
            more = waiting.Count > 0;
        }
        if (more)
            Pump.Wake(this, boards.Now);
        return Concerns(next) ? next.Push : null;
    }

    /// <inheritdoc/>
    public override Task<Exception?> AskAsync() => Task.FromResult<Exception?>(null);

    /// <inheritdoc/>
    public override void Leave() => boards.Leave(this);

    private bool Concerns(BoardMessage message)
    {
        foreach (var key in Watched)
        {
            if (message.Concerns(key) && Access.Decide(who, AccessAction.Read, key.Place))
                return true;
        }
        return false;
    }
}
