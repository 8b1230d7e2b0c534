using System.Text.Json;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Reports;

/// <summary>A report that is not settled yet.</summary>
/// <param name="Report">The report.</param>
/// <param name="Size">Its length as JSON, for the bounds of batches and outbox.</param>
internal sealed record PendingReport(TaskReport Report, int Size)
{
    public AttemptRef Attempt { get; } = new(Report.TaskId, Report.Attempt);

    public bool IsTerminal => Report.State.IsTerminal();

    /// <summary>Told whether the platform took it; only somebody who cannot go on without asks for it.</summary>
    public TaskCompletionSource<bool>? Taken { get; init; }

    public static PendingReport Of(TaskReport report) =>
        new(report, JsonSerializer.SerializeToUtf8Bytes(report, AgentWireJson.Default.TaskReport).Length);
}
