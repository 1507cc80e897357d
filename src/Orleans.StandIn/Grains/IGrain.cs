using Orleans.Runtime;

namespace Orleans;

/// <summary>Every grain interface extends this.</summary>
public interface IGrain : IAddressable;

/// <summary>A grain named by a string.</summary>
public interface IGrainWithStringKey : IGrain;

/// <summary>A grain named by a 64-bit number.</summary>
public interface IGrainWithIntegerKey : IGrain;

/// <summary>Every observer interface extends this.</summary>
public interface IGrainObserver : IAddressable;
