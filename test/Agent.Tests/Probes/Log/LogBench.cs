using System.Text.Json;
using Keeper.Agent.Execution;
using Keeper.Agent.Permissions;
using Keeper.Agent.Probes.Log;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Log;

/// <summary>A folder with a log, and checks of it as the agent would make them, one task after the other.</summary>
internal sealed class LogBench : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _tasks;

    public string Log => In("app.log");

    public string In(string name) => _folder.Combine("logs", name);

    public string DataFolder => _folder.Combine("data");

    public LogBench() => Directory.CreateDirectory(_folder.Combine("logs"));

    public void Append(params string[] lines) => File.AppendAllText(Log, string.Concat(lines.Select(l => l + "\n")));

    /// <summary>The values of a check that are not zero.</summary>
    public async Task<Dictionary<string, double>> ValuesAsync(object? arguments = null) =>
        (await CheckAsync(arguments)).Values!.Where(v => v.Value != 0).ToDictionary();

    public Task<TaskResult> CheckAsync(
        object? arguments = null, string? taskId = null, LocalLimits? limits = null, TimeProvider? time = null, TimeSpan? runTimeout = null,
        CancellationToken ct = default)
    {
        var faults = new Faults();
        var json = JsonSerializer.SerializeToElement(arguments ?? new { path = Log, pattern = "ERROR", from = "start" });
        // Made anew each time: what is remembered is on disk.
        var executor = new LogExecutorFactory(DataFolder).Create(new ObjectReader(json, "arguments", faults));
        Assert.True(faults.None, faults.ToString());
        var context = new InstructionContext(taskId ?? $"task-{++_tasks}", 1, time ?? TimeProvider.System)
        {
            Limits = limits ?? LocalLimits.None,
            RunTimeout = runTimeout,
        };
        return executor!.RunAsync(context, ct).Within("the check");
    }

    public void Dispose() => _folder.Dispose();
}
