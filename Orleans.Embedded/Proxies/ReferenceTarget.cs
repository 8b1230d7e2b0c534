using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans.Embedded.Proxies;

/// <summary>What a reference points to.</summary>
internal readonly record struct ReferenceTarget(LocalSilo Silo, GrainInterface Interface, GrainId GrainId, TimeSpan ResponseTimeout);
