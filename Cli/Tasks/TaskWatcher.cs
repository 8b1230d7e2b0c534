using System.Net;
using System.Runtime.CompilerServices;
using Keeper.Client;
using Keeper.Protocol.Tasks;

namespace Keeper.Cli.Tasks;

/// <summary>Follows one task until it ends or patience does.</summary>
/// <param name="client">Asks.</param>
/// <param name="time">Counts the patience.</param>
/// <param name="lost">Told once each time the server goes away while it is watched; watching goes on.</param>
internal sealed class TaskWatcher(KeeperClient client, TimeProvider time, Action<KeeperException> lost)
{
    /// <summary>The API answers a waiting call when the task ends; in between, this is how soon a step is seen.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>The task as it stands now, and again after each change. The last one is terminal unless patience ended first.</summary>
    public async IAsyncEnumerable<TaskDocument> WatchAsync(
        string id, TimeSpan patience, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var start = time.GetTimestamp();
        var task = await client.GetTaskAsync(id, cancellation: cancellation);
        yield return task;
        var away = false;
        while (!task.State.IsTerminal() && patience - time.GetElapsedTime(start) is { Ticks: > 0 } left)
        {
            var asked = time.GetTimestamp();
            var next = await TryGetAsync(id, left < Step ? left : Step, away, cancellation);
            away = next is null;
            if (next is not null && next.Timeline != task.Timeline)
            {
                yield return task = next;
                continue;
            }

            // A server that answers at once although nothing changed must not be asked in a tight loop.
            var rest = Step - time.GetElapsedTime(asked);
            if (rest > TimeSpan.Zero)
                await Task.Delay(rest < left ? rest : left, time, cancellation);
        }
    }

    /// <summary>The task; <see langword="null"/> while the server is away, for example because it restarts.</summary>
    private async Task<TaskDocument?> TryGetAsync(string id, TimeSpan wait, bool alreadyAway, CancellationToken cancellation)
    {
        try
        {
            return await client.GetTaskAsync(id, wait, cancellation);
        }
        catch (KeeperException fault) when (IsAway(fault))
        {
            if (!alreadyAway)
                lost(fault);
            return null;
        }
    }

    private static bool IsAway(KeeperException fault) => fault
        is KeeperUnreachableException
        or KeeperApiException { Status: HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout };
}
