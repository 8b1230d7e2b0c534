using System.Runtime.CompilerServices;

namespace Keeper.Testing;

/// <summary>Something that happens once: a fake raises it, a test awaits it.</summary>
public sealed class Signal
{
    private readonly TaskCompletionSource _raised = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether it has happened.</summary>
    public bool IsRaised => _raised.Task.IsCompletedSuccessfully;

    /// <summary>Completes when it happens.</summary>
    public Task Task => _raised.Task;

    /// <summary>Says that it has happened. Saying it again changes nothing.</summary>
    public void Raise() => _raised.TrySetResult();

    /// <summary>Awaits it, at most until the deadline.</summary>
    public Task WaitAsync(string what, TimeSpan? deadline = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _raised.Task.Within(what, deadline, file, line);
}
