using Orleans.Runtime;

namespace Orleans.Embedded.Calls;

/// <summary>A call that answers with a value.</summary>
internal abstract class GrainCall<T> : GrainCall
{
    private TaskCompletionSource<T>? _promise;

    protected sealed override Task? Promise => _promise?.Task;

    public Task<T> SendTask(GrainReference reference) => (Task<T>)Send(reference);

    public ValueTask<T> SendValueTask(GrainReference reference) => new((Task<T>)Send(reference));

    public sealed override object? ResultOf(Task outcome) => outcome is Task<T> { IsCompletedSuccessfully: true, Result: var result } ? result : null;

    public sealed override Task Wrap(Func<Task<object?>> work)
    {
        return RunAsync();

        async Task<T> RunAsync() => (T)(await work())!;
    }

    protected sealed override Task CreatePromise() =>
        (_promise = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    protected sealed override Task FromFault(Exception fault) => Task.FromException<T>(fault);

    protected sealed override void Settle(Task outcome) => _promise!.TrySetFromTask((Task<T>)outcome);
}
