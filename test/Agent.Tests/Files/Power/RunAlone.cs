namespace Keeper.Agent.Tests.Files.Power;

/// <summary>What allocates by the gigabyte runs beside no test that measures what the process allocates.</summary>
[CollectionDefinition(nameof(RunAlone), DisableParallelization = true)]
public sealed class RunAlone;
