using Orleans.TestingHost;

namespace Keeper.Grains.Tests.Hosting;

/// <summary>What a test cluster of this form of the grain runtime needs besides: nothing.</summary>
internal static class GrainRuntimeForm
{
    public static void Prepare(TestClusterBuilder builder) => ArgumentNullException.ThrowIfNull(builder);
}
