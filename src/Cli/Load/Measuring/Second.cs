namespace GridGrains.Cli;

/// <summary>What happened in one second of the run.</summary>
/// <param name="At">Its end, in seconds of the run.</param>
/// <param name="Due">Observations of calls that were begun.</param>
/// <param name="Acknowledged">Observations that were acknowledged.</param>
/// <param name="P50">Of the acknowledgements, in ms; null where there were none.</param>
/// <param name="P99">The same.</param>
/// <param name="StalenessP99">Of the frames, in ms; null where no frame contained anything new.</param>
/// <param name="OldestUnseen">The age, in ms, of the oldest acknowledged report that a watcher who should has not seen yet.</param>
/// <param name="Watching">Watchers that are connected.</param>
/// <param name="Resent">Calls sent again.</param>
/// <param name="ServiceCpu">Processors that the service used; null where that is not known.</param>
/// <param name="ServiceMebibytes">Its memory; null where that is not known.</param>
/// <param name="GeneratorCpu">Processors that the generator used.</param>
internal sealed record Second(
    double At, double Due, double Acknowledged, double? P50, double? P99, double? StalenessP99, double OldestUnseen, int Watching, long Resent,
    double? ServiceCpu, double? ServiceMebibytes, double GeneratorCpu);
