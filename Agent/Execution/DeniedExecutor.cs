using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Execution;

/// <summary>
/// Stands for an instruction that this agent's own configuration forbids. The registry asks for its result and runs
/// nothing, so that such a task is never said to be running.
/// </summary>
internal sealed class DeniedExecutor(string reason) : IExecutor
{
    public TaskResult Result { get; } = Results.Bound(new TaskResult { Outcome = Outcome.Denied, Message = reason });

    public Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct) => Task.FromResult(Result);
}
