using Orleans.Embedded.Calls;

namespace Orleans.Embedded.Strictness;

/// <summary>What Microsoft Orleans would refuse or break on, found in tests: unmarked types, changes after the hand-over.</summary>
internal sealed class StrictChecks
{
    public Handover? TakeArguments(GrainCall call) => null;

    public Task? Check(GrainCall call, Handover handover, Task outcome) => null;
}
