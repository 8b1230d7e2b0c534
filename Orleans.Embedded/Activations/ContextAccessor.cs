using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

internal sealed class ContextAccessor : IGrainContextAccessor
{
    public IGrainContext GrainContext => Activation.Current!;
}
