namespace GridGrains;

/// <summary>Tells how an emergency goes; its key is the campaign's id. It keeps nothing: the city has the plan and what is done, the areas the counts, the journal the rest.</summary>
[Alias("GridGrains.IEmergencyGrain")]
public interface IEmergencyGrain : IGrainWithStringKey
{
    /// <summary>How it stands now; null if the campaign is no emergency.</summary>
    /// <param name="cityVersion">A version of the city that the answer must know of.</param>
    /// <param name="limit">How many places are named at most in each list.</param>
    [Alias("Get")]
    Task<EmergencyStatus?> Get(long cityVersion, int limit);

    /// <summary>Its first hours, settled once they are over; null if the campaign is no emergency.</summary>
    /// <param name="cityVersion">A version of the city that the answer must know of.</param>
    [Alias("Summary"), ResponseTimeout("00:10:00")]
    Task<EmergencySummary?> Summary(long cityVersion);
}
