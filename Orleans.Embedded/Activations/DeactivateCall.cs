using Orleans.Embedded.Calls;

namespace Orleans.Embedded.Activations;

internal sealed partial class Activation
{
    /// <summary>Runs the grain's deactivation code and takes it out of the directory.</summary>
    private sealed class DeactivateCall(DeactivationReason reason, CancellationToken stop) : InternalCall
    {
        public override bool IsLifecycle => true;

        public override void Lost(Exception? cause)
        {
        }

        protected override async Task RunAsync()
        {
            var silo = Activation.Silo;
            using var timeout = new CancellationTokenSource(silo.DeactivationTimeout, silo.Clocks.Collection);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
            try
            {
                if (Activation.GrainInstance is IGrainBase hooks)
                    await hooks.OnDeactivateAsync(reason, both.Token).WaitAsync(both.Token);
            }
            catch (Exception fault)
            {
                silo.LogDeactivationFault(fault, Activation.GrainId);
            }

            await Activation.EndAsync(null);
        }
    }
}
