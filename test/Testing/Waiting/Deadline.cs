using System.Runtime.CompilerServices;

namespace Keeper.Testing;

/// <summary>
/// Every await of a test has a deadline, and one that passes says what was awaited and where. A passing test never waits
/// for a deadline, so it is long enough for a busy machine.
/// </summary>
public static class Deadline
{
    /// <summary>How long a test waits when it does not say.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(30);

    /// <summary>A token that is cancelled when the default deadline passes.</summary>
    public static CancellationToken Token() => new CancellationTokenSource(Default).Token;

    /// <summary>Awaits, at most until the deadline.</summary>
    public static async Task Within(
        this Task task, string what, TimeSpan? deadline = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(task);
        await WaitAsync(task, what, deadline, file, line).ConfigureAwait(false);
        await task.ConfigureAwait(false);
    }

    /// <summary>Awaits, at most until the deadline.</summary>
    public static async Task<T> Within<T>(
        this Task<T> task, string what, TimeSpan? deadline = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(task);
        await WaitAsync(task, what, deadline, file, line).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    /// <summary>Awaits, at most until the deadline.</summary>
    public static Task Within(
        this ValueTask task, string what, TimeSpan? deadline = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        task.AsTask().Within(what, deadline, file, line);

    /// <summary>Awaits, at most until the deadline.</summary>
    public static Task<T> Within<T>(
        this ValueTask<T> task, string what, TimeSpan? deadline = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        task.AsTask().Within(what, deadline, file, line);

    private static async Task WaitAsync(Task task, string what, TimeSpan? deadline, string file, int line)
    {
        var limit = deadline ?? Default;
        using var timer = new CancellationTokenSource();
        var passed = Task.Delay(limit, timer.Token);
        if (await Task.WhenAny(task, passed).ConfigureAwait(false) != task)
        {
            throw new DeadlineException($"Waited {limit.TotalSeconds} s for {what} at {Path.GetFileName(file)}:{line}.");
        }

        await timer.CancelAsync().ConfigureAwait(false);
    }
}
