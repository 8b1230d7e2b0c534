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
}
