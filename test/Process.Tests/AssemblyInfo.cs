using System.Runtime.Versioning;

// Each of these tests runs several programs; two at a time would starve both on a machine with two cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

// Signals, file modes and network namespaces.
[assembly: SupportedOSPlatform("linux")]
