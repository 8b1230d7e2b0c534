using Keeper.Agent.Execution;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;
using Keeper.Testing;

namespace Keeper.Functional.Tests.Hosting;

/// <summary>Executors that record each start and hold on until the test lets go of them or the agent stops them.</summary>
internal sealed class HeldExecutors(string kind = "port") : IExecutorFactory
{
    private readonly Signal _released = new();

    public Recorder<InstructionContext> Started { get; } = new();

    /// <summary>Those that were stopped before they were let go of.</summary>
    public Recorder<InstructionContext> Stopped { get; } = new();

    public string Kind => kind;

    public string Version => "1.0";

    /// <summary>Lets go of all, also of those to come.</summary>
    public HeldExecutors Release()
    {
        _released.Raise();
        return this;
    }

    public IExecutor? Create(ObjectReader arguments) => new Held(this);

    private sealed class Held(HeldExecutors all) : IExecutor
    {
        public async Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
        {
            all.Started.Add(context);
            try
            {
                await all._released.Task.WaitAsync(ct);
            }
            catch (OperationCanceledException)
            {
                all.Stopped.Add(context);
                throw;
            }

            return new TaskResult { Outcome = Outcome.Success, Message = "let go" };
        }
    }
}
