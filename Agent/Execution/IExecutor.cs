using Keeper.Agent.Permissions;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Execution;

/// <summary>Carries out one instruction, once. Its arguments were settled when it was made.</summary>
public interface IExecutor
{
    /// <summary>
    /// Does it. What the target does wrong is a result, not an exception; an exception means a fault of the executor.
    /// The token is cancelled at the run time-out, when an operator cancels, and when the agent stops: end promptly.
    /// </summary>
    Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct);
}

/// <summary>Makes the executors of one kind of instruction.</summary>
public interface IExecutorFactory
{
    /// <summary>The kind, a valid name; two factories of one kind stop the start.</summary>
    string Kind { get; }

    /// <summary>Version of the executor, for operators.</summary>
    string Version { get; }

    /// <summary>JSON schema of the arguments, for kinds that Keeper itself does not know.</summary>
    RawJson? ArgumentsSchema => null;

    /// <summary>
    /// Whether an attempt that was lost while it ran may be made again, for kinds that Keeper itself does not know. In doubt
    /// it may not.
    /// </summary>
    bool Repeatable => false;

    /// <summary>Reads the arguments; <see langword="null"/> when faults were noted.</summary>
    IExecutor? Create(ObjectReader arguments);
}

/// <summary>What an executor may know of the instruction that it carries out.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Time">The only clock to use.</param>
public sealed record InstructionContext(string TaskId, int Attempt, TimeProvider Time)
{
    /// <summary>How long it may run, from its start; <see langword="null"/> when nothing but the token says.</summary>
    public TimeSpan? RunTimeout { get; init; }

    /// <summary>
    /// Cancelled when the run time-out has passed, and only then. An executor that has something to show for its time looks
    /// here when its token is cancelled, and ends with a result of outcome <see cref="Outcome.TimedOut"/>.
    /// </summary>
    public CancellationToken TimeUp { get; init; }

    /// <summary>
    /// What the executor is doing now, to go on after "while": "connecting to …"; empty when it does not say. The agent quotes it,
    /// without secrets, when the run time-out passes and the executor brings no result of its own.
    /// </summary>
    public string Doing { get; set; } = "";

    /// <summary>What this agent's own configuration lets instructions reach. Ask before each connection and each file.</summary>
    public LocalLimits Limits { get; init; } = LocalLimits.None;
}
