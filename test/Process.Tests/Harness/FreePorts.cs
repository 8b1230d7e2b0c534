using Keeper.Testing;

namespace Keeper.Process.Tests.Harness;

/// <summary>Ports for a silo that is to be found at the same place after a restart, where port 0 can't serve.</summary>
internal sealed record FreePorts(int Operator, int Gateway)
{
    public static FreePorts Take()
    {
        var (first, second) = (LoopbackPort.Free(), LoopbackPort.Free());
        return first == second ? Take() : new FreePorts(first, second);
    }
}
