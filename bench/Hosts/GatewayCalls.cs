using System.Reflection;

// Proxies derive from them at run time.
#pragma warning disable CA1852

namespace GridGrains.Bench.Hosts;

/// <summary>
/// The grain factory of a peer's gateway: a leaf is a <see cref="IBackend"/>, the city is what was given, and other grains there are none. A proxy made at run time, so that
/// nothing here is taken for a grain; it costs a peer's report about a microsecond.
/// </summary>
internal class GatewayCalls : DispatchProxy
{
    private IBackend? backend;
    private CityImage image = CityImage.Empty;

    public static IGrainFactory Create(IBackend backend, CityImage image)
    {
        var factory = Create<IGrainFactory, GatewayCalls>();
        ((GatewayCalls)factory).backend = backend;
        ((GatewayCalls)factory).image = image;
        return factory;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IGrainFactory.CreateObjectReference))
            return args![0];
        if (targetMethod.Name != nameof(IGrainFactory.GetGrain))
            return null;
        var type = targetMethod.ReturnType;
        if (type == typeof(IGridGrain))
            return LeafCalls.Create(backend!, (string)args![0]!);
        return type == typeof(ICityGrain) ? CityCalls.Create(image) : throw new NotSupportedException($"a peer has no {type.Name}");
    }
}

/// <summary>A leaf of a peer.</summary>
internal class LeafCalls : DispatchProxy
{
    private IBackend? backend;
    private string place = "";

    public static IGridGrain Create(IBackend backend, string key)
    {
        var leaf = Create<IGridGrain, LeafCalls>();
        ((LeafCalls)leaf).backend = backend;
        ((LeafCalls)leaf).place = key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return leaf;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(IGridGrain.Report)
        ? ReportAsync((Report)args![0]!)
        : throw new NotSupportedException($"a peer's leaf has no {targetMethod.Name}");

    private async Task<ReportAnswer> ReportAsync(Report report)
    {
        var isNew = await backend!.TakeAsync(place, report);
        return ReportAnswer.Counted(new Receipt(
            report.ReportId, PlaceId.Parse(place), 1, isNew ? ReportStatus.Recorded : ReportStatus.Duplicate, report.Observations.Length, 0));
    }
}

/// <summary>The city of a peer, which never changes.</summary>
internal class CityCalls : DispatchProxy
{
    private CityImage image = CityImage.Empty;

    public static ICityGrain Create(CityImage image)
    {
        var city = Create<ICityGrain, CityCalls>();
        ((CityCalls)city).image = image;
        return city;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        nameof(ICityGrain.Get) => Task.FromResult((long)args![0]! < image.Version ? image : null),
        nameof(ICityGrain.Follow) => Task.FromResult((long)args![1]! < image.Version ? image : null),
        _ => throw new NotSupportedException($"a peer's city has no {targetMethod.Name}"),
    };
}
