using System.Runtime.ExceptionServices;

namespace Orleans.TestingHost;

/// <summary>The blocking forms that Microsoft Orleans' test clusters have beside the asynchronous ones.</summary>
internal static class Blocking
{
    // On the pool, so that no scheduler or synchronization context of the caller is needed to finish.
    public static void Wait(Func<Task> work)
    {
        Exception? fault = null;
        using var done = new ManualResetEventSlim();
        _ = Task.Run(async () =>
        {
            try
            {
                await work();
            }
            catch (Exception thrown)
            {
                fault = thrown;
            }
            finally
            {
                done.Set();
            }
        });
        done.Wait();
        if (fault is not null)
            ExceptionDispatchInfo.Throw(fault);
    }
}
