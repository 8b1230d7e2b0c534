using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain interface. Derive from one of the interfaces that say how its grains are keyed.</summary>
public interface IGrain : IAddressable;

/// <summary>A grain interface whose grains are keyed by a string.</summary>
public interface IGrainWithStringKey : IGrain;

/// <summary>A grain interface whose grains are keyed by a <see cref="Guid"/>.</summary>
public interface IGrainWithGuidKey : IGrain;

/// <summary>A grain interface whose grains are keyed by a 64-bit integer.</summary>
public interface IGrainWithIntegerKey : IGrain;

/// <summary>A grain interface whose grains are keyed by a <see cref="Guid"/> and a string.</summary>
public interface IGrainWithGuidCompoundKey : IGrain;

/// <summary>A grain interface whose grains are keyed by a 64-bit integer and a string.</summary>
public interface IGrainWithIntegerCompoundKey : IGrain;

/// <summary>An interface through which grains call objects that are not grains.</summary>
public interface IGrainObserver : IAddressable;
