using Orleans.Runtime;

namespace Orleans.Embedded.Calls;

/// <summary>
/// Finds calls that wait for each other in a circle, and fails the one that closes it. A call waits for the calls that
/// it made and awaits; a call that has not started waits for the one that keeps its activation. A circle can only be
/// closed by a call that has just ended a turn, so that is when and where it is looked for.
/// </summary>
internal static class DeadlockDetector
{
    // Longer circles are left to the deadline.
    private const int MaxVisited = 256;

    public static void AfterTurn(Call call)
    {
        if (!call.HasOutgoing)
            return;

        // Seen twice, every wait of the circle held at one moment in between: a wait that is over never comes back.
        if (FindCircle(call) is { } circle && Holds(circle) && circle.OfType<GrainCall>().FirstOrDefault(IsWaiting) is { } victim)
            victim.Reject(new OrleansMessageRejectionException($"{victim} can never start: {Describe(circle)}. Await fewer calls, or mark one [AlwaysInterleave] or allow call-chain reentrancy."));
    }

    private static List<Call>? FindCircle(Call start)
    {
        var visited = new HashSet<Call>();
        var path = new List<Call>();
        return Search(start) ? path : null;

        bool Search(Call current)
        {
            if (visited.Count >= MaxVisited || !visited.Add(current))
                return false;

            path.Add(current);
            foreach (var next in WaitsFor(current))
            {
                if (ReferenceEquals(next, start) || Search(next))
                    return true;
            }

            path.RemoveAt(path.Count - 1);
            return false;
        }
    }

    private static bool Holds(List<Call> circle)
    {
        for (var i = 0; i < circle.Count; i++)
        {
            if (!WaitsFor(circle[i]).Contains(circle[(i + 1) % circle.Count]))
                return false;
        }

        return true;
    }

    private static IEnumerable<Call> WaitsFor(Call call)
    {
        if (call.Blocker is { } blocker)
            return [blocker];
        return call.Outgoing().Where(outgoing => outgoing.IsAwaited);
    }

    private static bool IsWaiting(GrainCall call) => call.Blocker is not null;

    private static string Describe(List<Call> circle) => string.Join(" waits for ", circle.Append(circle[0]));
}
