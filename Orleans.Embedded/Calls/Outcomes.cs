namespace Orleans.Embedded.Calls;

/// <summary>Moves a finished task's outcome into a promise. The first outcome wins; a late one is dropped.</summary>
internal static class Outcomes
{
    public static void Settle<T>(TaskCompletionSource<T> promise, Task<T> outcome)
    {
        if (outcome.IsCompletedSuccessfully)
            promise.TrySetResult(outcome.GetAwaiter().GetResult());
        else if (outcome.IsFaulted)
            promise.TrySetException(outcome.Exception.InnerExceptions);
        else
            promise.TrySetFromTask(outcome);
    }

    public static void Settle(TaskCompletionSource promise, Task outcome)
    {
        if (outcome.IsCompletedSuccessfully)
            promise.TrySetResult();
        else if (outcome.IsFaulted)
            promise.TrySetException(outcome.Exception.InnerExceptions);
        else
            promise.TrySetFromTask(outcome);
    }
}
