namespace Keeper.Storage.PostgreSql;

/// <summary>Tries again while it may help, ever more slowly, until a deadline.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(1);

    /// <param name="attempt">What to try.</param>
    /// <param name="retry">Whether to go on after a fault.</param>
    /// <param name="timeout">How long in all; the last fault is thrown.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the waits.</param>
    public static async Task<T> RunAsync<T>(
        Func<Task<T>> attempt, Func<Exception, bool> retry, TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        for (var pause = First; ; pause = pause * 2 < Most ? pause * 2 : Most)
        {
            try
            {
                return await attempt();
            }
            catch (Exception fault) when (retry(fault) && time.GetElapsedTime(start) + pause < timeout)
            {
                await Task.Delay(pause, time, cancellation);
            }
        }
    }
}
