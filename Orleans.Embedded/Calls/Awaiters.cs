using System.Runtime.CompilerServices;

namespace Orleans.Embedded.Calls;

/// <summary>Whether somebody awaits a task, as opposed to having let it go.</summary>
internal static class Awaiters
{
    private static readonly bool CanTell = Probe();

    /// <summary>When the run time does not tell, every task counts as awaited.</summary>
    public static bool Has(Task task) => !task.IsCompleted && (!CanTell || Continuation(task) is not null);

    // The base library has no public way to ask. Debuggers read the same field to draw chains of tasks.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_continuationObject")]
    private static extern ref object? Continuation(Task task);

    private static bool Probe()
    {
        try
        {
            return Continuation(new TaskCompletionSource().Task) is null;
        }
        catch (MissingFieldException)
        {
            return false;
        }
    }
}
