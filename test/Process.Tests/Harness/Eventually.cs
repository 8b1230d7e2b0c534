using System.Diagnostics;
using System.Runtime.CompilerServices;
using Keeper.Testing;

namespace Keeper.Process.Tests.Harness;

/// <summary>
/// Asks another process again and again. Only for what that process gives no event of; everything else is awaited.
/// </summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>The first answer that is not <see langword="null"/>. A refused connection is no answer.</summary>
    public static async Task<T> GetAsync<T>(
        Func<Task<T?>> ask, string what, TimeSpan? deadline = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : class
    {
        var limit = deadline ?? Deadline.Default;
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Interval);
        object? last = null;
        do
        {
            try
            {
                if (await ask() is { } answer)
                {
                    return answer;
                }
            }
            catch (HttpRequestException e)
            {
                last = e.Message;
            }

            await timer.WaitForNextTickAsync();
        }
        while (Stopwatch.GetElapsedTime(started) < limit);

        throw new DeadlineException($"Waited {limit.TotalSeconds} s for {what} at {Path.GetFileName(file)}:{line}. Last: {last ?? "no answer"}");
    }

    /// <summary>Until it holds.</summary>
    public static Task HoldsAsync(
        Func<Task<bool>> ask, string what, TimeSpan? deadline = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        GetAsync(async () => await ask() ? "yes" : null, what, deadline, file, line);
}
