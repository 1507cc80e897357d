using System.Reflection;

namespace GridGrains.Gateway.Tests;

/// <summary>
/// Gives the gateway grains that are plain objects of a fact. A proxy, since a fact needs two of the many methods that a grain
/// factory has.
/// </summary>
public class TestGrains : DispatchProxy
{
    private TestGrid grid = null!;
    private TestArea area = null!;
    private TestCity city = null!;
    private TestJournal journal = null!;
    private TestBoard board = null!;

    internal static IGrainFactory Of(TestGrid grid, TestArea area, TestCity city, TestJournal journal, TestBoard board)
    {
        var grains = Create<IGrainFactory, TestGrains>();
        var proxy = (TestGrains)(object)grains;
        (proxy.grid, proxy.area, proxy.city, proxy.journal, proxy.board) = (grid, area, city, journal, board);
        return grains;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var asked = targetMethod!.GetGenericArguments()[0];
        if (targetMethod.Name == nameof(IGrainFactory.CreateObjectReference))
            return args![0];
        return asked == typeof(IGridGrain) ? grid.At((string)args![0]!)
            : asked == typeof(IAreaGrain) ? area.At((string)args![0]!)
            : asked == typeof(ICityGrain) ? city
            : asked == typeof(IJournalGrain) ? journal.At((string)args![0]!)
            : asked == typeof(IRewindGrain) ? new TestRewind((string)args![0]!)
            : asked == typeof(IBoardGrain) ? board
            : asked == typeof(IEmergencyGrain) ? new TestEmergency(city, (string)args![0]!)
            : asked == typeof(ITrailGrain) ? board.Trail
            : asked == typeof(IOperationsGrain) ? TestOperations.Of
            : asked == typeof(IWebhookGrain) ? board.Webhooks
            : asked == typeof(IPublicGrain) ? TestPublicView.Of((string)args![0]!)
            : throw new NotSupportedException($"no {asked.Name} in these facts");
    }
}
