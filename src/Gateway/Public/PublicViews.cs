using System.Collections.Concurrent;

namespace GridGrains.Gateway;

/// <summary>The public views of campaigns, each asked for once until its time is over, however many look at it.</summary>
internal sealed class PublicViews(IGrainFactory grains, TimeProvider time)
{
    // Clocks of gateway and silo may differ a little: a view that is already old when it comes is asked for again after this.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Asked> known = new();

    /// <summary>Whether the public view does not show what was found: a leaf, unless its campaign has nothing else.</summary>
    public static bool Ends(LedgerFinding found) => found is { Place: { IsLeaf: true } leaf } && found.Campaign!.Root != leaf.Place.Id;

    /// <summary>The present view of a campaign that there is.</summary>
    /// <exception cref="LedgerUnavailableException">It could not be taken.</exception>
    public Task<PublicView> GetAsync(string campaign)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (known.TryGetValue(campaign, out var asked) && asked.IsGood(now))
            return asked.View;
        lock (known)
        {
            if (known.TryGetValue(campaign, out asked) && asked.IsGood(now))
                return asked.View;
            known[campaign] = asked = new Asked(grains.GetGrain<IPublicGrain>(campaign), now + Pause);
            return asked.View;
        }
    }

    private sealed class Asked
    {
        private readonly DateTime least;
        private volatile PublicView? taken;

        public Asked(IPublicGrain grain, DateTime least)
        {
            this.least = least;
            View = AskAsync(grain);
        }

        public Task<PublicView> View { get; }

        public bool IsGood(DateTime now) => !View.IsCompleted || now < least || now < taken?.Until;

        private async Task<PublicView> AskAsync(IPublicGrain grain) => taken = await LedgerCall.AskAsync(grain.View);
    }
}
