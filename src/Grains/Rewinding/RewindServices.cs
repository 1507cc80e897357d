using Microsoft.Extensions.DependencyInjection;

namespace GridGrains.Rewinding;

/// <summary>Registers what looking back needs.</summary>
public static class RewindServices
{
    /// <summary>Adds the silo's turns of looking back.</summary>
    public static IServiceCollection AddRewinding(this IServiceCollection services) => services.AddSingleton<RewindTurn>();
}
