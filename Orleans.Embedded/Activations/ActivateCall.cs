using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Calls;

namespace Orleans.Embedded.Activations;

internal sealed partial class Activation
{
    /// <summary>Builds the grain and runs its activation code.</summary>
    private sealed class ActivateCall : InternalCall
    {
        public override bool IsLifecycle => true;

        public override void Lost(Exception? cause)
        {
        }

        protected override async Task RunAsync()
        {
            var silo = Activation.Silo;
            var limit = silo.ActivationTimeout;
            using var timeout = new CancellationTokenSource(limit, silo.Clocks.Collection);
            try
            {
                Activation._scope = silo.Services.CreateAsyncScope();
                var grain = Activation.Class.Create(Activation);
                Activation.GrainInstance = grain;
                await RunStagesAsync(grain, timeout.Token).WaitAsync(timeout.Token);
                Activation.BecomeActive(grain);
            }
            catch (Exception fault)
            {
                if (fault is OperationCanceledException && timeout.IsCancellationRequested)
                    fault = new TimeoutException($"{Activation.GrainId} did not activate within {limit}.", fault);

                silo.LogActivationFault(fault, Activation.GrainId);
                await Activation.EndAsync(fault);
            }
        }

        private async Task RunStagesAsync(object grain, CancellationToken token)
        {
            foreach (var read in Activation.StateReads)
                await read(token);
            if (grain is IGrainBase hooks)
                await hooks.OnActivateAsync(token);
        }
    }
}
