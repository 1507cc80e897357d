using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A stored state that a grain class asks for in its constructor; it is read before the grain's first turn.</summary>
public interface IPersistentState<TState> : IStorage<TState>;

/// <summary>Names the state and the storage of a constructor parameter.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    /// <summary>The state's name within its grain.</summary>
    public string StateName { get; } = stateName ?? throw new ArgumentNullException(nameof(stateName));

    /// <summary>The storage's name; null: the default one.</summary>
    public string? StorageName { get; } = storageName;
}
