using Keeper.Agent.Execution;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;
using Keeper.Testing;

namespace Keeper.Agent.Tests;

/// <summary>Executors of one kind that do what a test says, and record each start.</summary>
internal sealed class FakeExecutors(string kind, Func<InstructionContext, CancellationToken, Task<TaskResult>> run) : IExecutorFactory
{
    public Recorder<InstructionContext> Started { get; } = new();

    public string Kind => kind;

    public string Version => "9.9";

    public static TaskResult Success { get; } = new() { Outcome = Outcome.Success, Message = "done" };

    /// <summary>Ends at once.</summary>
    public static FakeExecutors Quick(string kind = "port") => new(kind, (_, _) => Task.FromResult(Success));

    /// <summary>Runs until it is stopped.</summary>
    public static FakeExecutors Endless(string kind = "port") => new(kind, async (_, ct) =>
    {
        await Task.Delay(Timeout.Infinite, ct);
        return Success;
    });

    public IExecutor? Create(ObjectReader arguments) => new Fake(this);

    private sealed class Fake(FakeExecutors factory) : IExecutor
    {
        private readonly FakeExecutors _factory = factory;

        public Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
        {
            _factory.Started.Add(context);
            return _factory.Run(context, ct);
        }
    }

    private Task<TaskResult> Run(InstructionContext context, CancellationToken ct) => run(context, ct);
}
