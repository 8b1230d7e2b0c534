using Orleans.Embedded.Activations;
using Orleans.Embedded.Calls;
using Orleans.Runtime;

namespace Orleans.Embedded.Filters;

/// <summary>Leads calls through the filters.</summary>
internal sealed class FilterRunner(LocalSilo silo)
{
    /// <summary>Sends a call through the outgoing filters.</summary>
    public Task SendAsync(GrainCall call) => call.Wrap(async () =>
    {
        var context = new OutgoingContext(call, silo.OutgoingFilters);
        await context.Invoke();
        return context.Result;
    });

    /// <summary>Runs a call through the incoming filters and the grain's own.</summary>
    public Task ReceiveAsync(GrainCall call) => call.Wrap(async () =>
    {
        var context = new IncomingContext(call, silo.IncomingFilters);
        await context.Invoke();
        return context.Result;
    });

    private abstract class Context(GrainCall call) : IGrainCallContext
    {
        private int _next;
        private bool _called;

        public Serialization.Invocation.IInvokable Request => Call;

        public abstract object Grain { get; }

        public GrainId? SourceId => Call.Caller?.Activation.GrainId;

        public GrainId TargetId => Call.Reference.GrainId;

        public GrainInterfaceType InterfaceType => Call.Method.Interface.InterfaceType;

        public string InterfaceName => Call.Method.Interface.Name;

        public string MethodName => Call.Method.Name;

        public System.Reflection.MethodInfo InterfaceMethod => Call.Method.Info;

        public object? Result { get; set; }

        protected GrainCall Call { get; } = call;

        public async Task Invoke()
        {
            var position = _next++;
            if (RunFilter(position) is { } filtered)
            {
                await filtered;
                return;
            }

            if (_called)
                throw new InvalidOperationException($"A filter invoked {Call} a second time.");
            _called = true;
            var outcome = RunCall();
            await outcome;
            Result = Call.ResultOf(outcome);
        }

        protected abstract Task? RunFilter(int position);

        protected abstract Task RunCall();
    }

    private sealed class OutgoingContext(GrainCall call, IOutgoingGrainCallFilter[] filters) : Context(call), IOutgoingGrainCallContext
    {
        public override object Grain => Call.Reference;

        public IGrainContext? SourceContext => Call.Caller?.Activation;

        protected override Task? RunFilter(int position) => position < filters.Length ? filters[position].Invoke(this) : null;

        protected override Task RunCall()
        {
            Call.Refresh();
            return Call.Dispatch();
        }
    }

    private sealed class IncomingContext(GrainCall call, IIncomingGrainCallFilter[] filters) : Context(call), IIncomingGrainCallContext
    {
        public override object Grain => Call.Activation.RequireInstance();

        public IGrainContext TargetContext => Call.Activation;

        public System.Reflection.MethodInfo ImplementationMethod => Implementations.Find(Grain.GetType(), Call.Method.Info);

        protected override Task? RunFilter(int position)
        {
            if (position < filters.Length)
                return filters[position].Invoke(this);
            return position == filters.Length && Grain is IIncomingGrainCallFilter own ? own.Invoke(this) : null;
        }

        protected override Task RunCall() => Call.InvokeTarget();
    }
}
