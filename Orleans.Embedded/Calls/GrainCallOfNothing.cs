using Orleans.Runtime;

namespace Orleans.Embedded.Calls;

/// <summary>A call that answers without a value.</summary>
internal abstract class GrainCallOfNothing : GrainCall
{
    private TaskCompletionSource? _promise;

    protected sealed override Task? Promise => _promise?.Task;

    public Task SendTask(GrainReference reference) => Send(reference);

    public ValueTask SendValueTask(GrainReference reference) => new(Send(reference));

    public void SendAndForget(GrainReference reference) => Send(reference);

    public sealed override object? ResultOf(Task outcome) => null;

    public sealed override Task Wrap(Func<Task<object?>> work) => work();

    protected sealed override Task CreatePromise() =>
        (_promise = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    protected sealed override Task FromFault(Exception fault) => Task.FromException(fault);

    protected sealed override void Settle(Task outcome) => _promise!.TrySetFromTask(outcome);
}
