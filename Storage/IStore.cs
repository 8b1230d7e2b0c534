using Keeper.Storage.Access;
using Keeper.Storage.Agents;
using Keeper.Storage.Tasks;
using Keeper.Storage.Vpcs;

namespace Keeper.Storage;

/// <summary>
/// The relational store (design.md section 4). Whatever its provider, a write's task completes when its transaction has
/// committed to stable storage; writes of all callers share commits; reads see every write that has completed.
/// </summary>
public interface IStore
{
    /// <summary>Tasks.</summary>
    ITaskStore Tasks { get; }

    /// <summary>Agents.</summary>
    IAgentStore Agents { get; }

    /// <summary>VPCs and enrollment tokens.</summary>
    IVpcStore Vpcs { get; }

    /// <summary>API keys and the audit log.</summary>
    IAccessStore Access { get; }

    /// <summary>Small private grain state.</summary>
    IGrainStateStore GrainStates { get; }

    /// <summary>Identity of this data set. A restored backup gets a new one.</summary>
    string Incarnation { get; }

    /// <summary>Whether writes succeed now; the reason when they do not (disk full, database gone). For <c>/healthz</c>.</summary>
    StoreHealth Health { get; }
}

/// <summary>Whether the store takes writes.</summary>
/// <param name="IsHealthy">Whether the last write succeeded.</param>
/// <param name="Reason">Why not.</param>
public sealed record StoreHealth(bool IsHealthy, string? Reason = null)
{
    /// <summary>
    /// How many outages are over. During one the platform may be unable to hear anybody: who sees this number grow must not
    /// hold that time against those who were not heard.
    /// </summary>
    public int Outages { get; init; }
}

/// <summary>The store could not do it now: disk full, database unreachable, shutting down. Nothing was changed.</summary>
public class StoreUnavailableException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>
/// Another process has become the active one: this one's term is over, and nothing that it still writes is taken.
/// </summary>
public sealed class StoreNotActiveException(string message) : StoreUnavailableException(message);

/// <summary>
/// A server was lost while it committed, and did not come back in time to say whether it has. Whoever gets this believes
/// nothing that it remembers and reads again.
/// </summary>
public sealed class StoreOutcomeUnknownException(string message, Exception? inner = null) : TimeoutException(message, inner);

/// <summary>
/// The database refused a statement for what it says (a constraint): the caller's mistake, not the store's condition.
/// Other statements of the same write that stand for themselves were made.
/// </summary>
public sealed class StoreRejectedException(string message) : Exception(message);

/// <summary>One page of rows.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Cursor of the next page; <see langword="null"/> on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
