using Keeper.Protocol.Agents;
using Keeper.Protocol.Validation;

namespace Keeper.Gateway.Agents;

/// <summary>The bodies of the agent gateway. Unknown fields are let pass: a newer agent may say more than this gateway knows.</summary>
internal static class AgentBodies
{
    public static readonly AgentBody<EnrollRequest> Enroll = new(AgentWireJson.Default.EnrollRequest, IsSound, ExplainEnroll);
    public static readonly AgentBody<PollRequest> Poll = new(AgentWireJson.Default.PollRequest, IsSound, ExplainPoll);
    public static readonly AgentBody<ReportsRequest> Reports = new(AgentWireJson.Default.ReportsRequest, IsSound, ExplainReports);
    public static readonly AgentBody<ByeRequest> Bye = new(AgentWireJson.Default.ByeRequest, r => Soundness.Word(r.InstanceId), ExplainBye);

    private static bool IsSound(EnrollRequest request) =>
        Soundness.Word(request.InstanceId)
        && Soundness.Word(request.Version)
        && request.Token is { Length: > 0 and <= 400 }
        && AgentLimits.IsName(request.Name)
        && Soundness.Executors(request.Executors)
        && Soundness.Labels(request.Labels);

    private static bool IsSound(PollRequest request) =>
        Soundness.Word(request.InstanceId)
        && request.Capacity is >= 0 and <= AgentLimits.Capacity
        && request.WaitSeconds is >= 0 and <= Explanation.MaxWaitSeconds
        && Soundness.Attempts(request.Running)
        && request.Heartbeat?.Fault is not { Length: > AgentLimits.FaultLength }
        && (request.Reports is null || Soundness.Reports(request.Reports))
        && (request.Version is null || Soundness.Word(request.Version))
        && (request.Executors is null || Soundness.Executors(request.Executors))
        && Soundness.PluginFaults(request.PluginFaults)
        && Soundness.Labels(request.Labels);

    private static bool IsSound(ReportsRequest request) =>
        Soundness.Word(request.InstanceId) && request.Reports is not null && Soundness.Reports(request.Reports);

    private static void ExplainEnroll(ObjectReader reader)
    {
        reader.Text("token", 400, required: true);
        var name = reader.Text("name", AgentLimits.NameLength, required: true);
        if (name is not null && !AgentLimits.IsName(name))
            reader.Fault("name", $"'{name}' is not a name of an agent: letters, digits, '.', '-' and '_', the first a letter or digit");
        reader.Text("version", AgentLimits.WordLength, required: true);
        reader.Text("instanceId", AgentLimits.WordLength, required: true);
        Explanation.Executors(reader);
        reader.Map("labels", AgentLimits.Labels, AgentLimits.LabelLength);
    }

    private static void ExplainPoll(ObjectReader reader)
    {
        reader.Text("instanceId", AgentLimits.WordLength, required: true);
        Explanation.Time(reader, "startedAt");
        Explanation.Time(reader, "sentAt");
        reader.Number("capacity", 0, AgentLimits.Capacity, required: true);
        Explanation.Seconds(reader, "waitSeconds");
        foreach (var (element, path) in reader.Items("running", AgentLimits.Running))
            Explanation.Attempt(new ObjectReader(element, path, reader.Faults));
        Explanation.Heartbeat(reader);
        Explanation.Reports(reader, required: false);
        reader.Text("version", AgentLimits.WordLength, minLength: 1);
        Explanation.Executors(reader);
        Explanation.PluginFaults(reader);
        reader.Map("labels", AgentLimits.Labels, AgentLimits.LabelLength);
    }

    private static void ExplainReports(ObjectReader reader)
    {
        reader.Text("instanceId", AgentLimits.WordLength, required: true);
        Explanation.Reports(reader, required: true);
    }

    private static void ExplainBye(ObjectReader reader) => reader.Text("instanceId", AgentLimits.WordLength, required: true);
}
