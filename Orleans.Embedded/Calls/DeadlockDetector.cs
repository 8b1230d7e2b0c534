using Orleans.Embedded.Activations;

namespace Orleans.Embedded.Calls;

/// <summary>Finds calls that wait for each other in a circle.</summary>
internal sealed class DeadlockDetector
{
    public void AfterDelivery(GrainCall call, Activation activation)
    {
    }

    public void AfterTurn(Activation activation)
    {
    }
}
