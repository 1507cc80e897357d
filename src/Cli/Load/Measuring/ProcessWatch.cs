namespace GridGrains.Cli;

/// <summary>The service's process, also when it is another one after a restart.</summary>
/// <param name="url">Where it listens.</param>
/// <param name="chosen">The process that was named, if one was.</param>
internal sealed class ProcessWatch(Uri url, int? chosen)
{
    private ServiceProcess? known = chosen is { } id ? new ServiceProcess(id) : ServiceProcess.Find(url);

    /// <summary>The process; null where it is not on this machine, or there is none at the moment.</summary>
    public ServiceProcess? Current
    {
        get
        {
            if (known is null || known.Use() is not null)
                return known;
            WasReplaced = true;
            return ServiceProcess.Find(url) is { } next ? known = next : null;
        }
    }

    /// <summary>Whether it ended and another one began.</summary>
    public bool WasReplaced { get; private set; }
}
