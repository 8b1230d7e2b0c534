using System.Text.Json;
using Keeper.Agent.Execution;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Tests;

/// <summary>Runs an executor as the agent would, from the arguments as they come over the wire.</summary>
internal static class Probe
{
    public static Task<TaskResult> RunAsync(IExecutorFactory factory, object arguments, TimeProvider? time = null, CancellationToken ct = default) =>
        Create(factory, arguments).RunAsync(new InstructionContext("t1", 1, time ?? TimeProvider.System), ct);

    public static IExecutor Create(IExecutorFactory factory, object arguments)
    {
        var faults = new Faults();
        var executor = factory.Create(new ObjectReader(JsonSerializer.SerializeToElement(arguments), "arguments", faults));
        Assert.True(faults.None, faults.ToString());
        return executor!;
    }

    /// <summary>The same with a run time-out, which the test lets pass by cancelling <paramref name="timeUp"/>.</summary>
    public static Task<TaskResult> RunAsync(IExecutorFactory factory, CancellationTokenSource timeUp)
    {
        var executor = factory.Create(new ObjectReader(JsonElement.Parse("{}"), "arguments", new Faults()))!;
        var context = new InstructionContext("t1", 1, TimeProvider.System) { RunTimeout = TimeSpan.FromSeconds(7), TimeUp = timeUp.Token };
        return executor.RunAsync(context, timeUp.Token);
    }
}
