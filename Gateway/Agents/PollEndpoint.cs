using System.Text.Json;
using Keeper.Gateway.Hosting;
using Keeper.Gateway.Http;
using Keeper.Gateway.Metrics;
using Keeper.Grains.Agents;
using Keeper.Protocol.Agents;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Orleans;

namespace Keeper.Gateway.Agents;

/// <summary><c>POST /agent/v1/poll</c>, the call that everything else rests on.</summary>
internal sealed class PollEndpoint
{
    private readonly IGrainFactory _grains;
    private readonly ParkedPolls _parked;
    private readonly AgentAnswers _answers;
    private readonly GatewayMetrics _metrics;
    private readonly IIncarnation _incarnation;
    private readonly int _heartbeatSeconds;

    private volatile Nothing? _nothing;

    public PollEndpoint(
        IGrainFactory grains, ParkedPolls parked, AgentAnswers answers, GatewayMetrics metrics,
        IIncarnation incarnation, IOptions<HeartbeatOptions> options)
    {
        _grains = grains;
        _parked = parked;
        _answers = answers;
        _metrics = metrics;
        _incarnation = incarnation;
        _heartbeatSeconds = options.Value.HeartbeatSeconds;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        if (await _answers.CallerAsync(context) is not { } caller
            || await AgentAnswers.BodyAsync(context, AgentBodies.Poll) is not { } request)
        {
            return;
        }

        var former = Former(ref request);
        var agent = _grains.GetGrain<IAgentGrain>(caller.AgentId);
        var answer = (await agent.PollAsync(WireMapping.ToGrain(request, caller.SecretHash))).Refusing(former);
        if (answer.Access == AgentAccess.Granted)
        {
            _metrics.Poll();
            _parked.Supersede(caller.AgentId);
            if (request.WaitSeconds > 0 && !answer.HasContent())
                answer = await ParkAsync(agent, caller.AgentId, request, context.RequestAborted);
        }

        await (answer.Access == AgentAccess.Granted ? WriteAsync(context.Response, answer) : _answers.DeniedAsync(context, answer.Access));
    }

    private Task<PollAnswer> ParkAsync(IAgentGrain agent, string agentId, PollRequest request, CancellationToken hangUp)
    {
        var wait = TimeSpan.FromSeconds(Math.Min(request.WaitSeconds, _heartbeatSeconds));
        return _parked.WaitAsync(agent, agentId, request.InstanceId, request.Capacity, wait, hangUp);
    }

    private IReadOnlyList<ReportRefusal> Former(ref PollRequest request)
    {
        if (request.Reports is not { } reports)
            return [];
        var refused = FormerLife.Refuse(ref reports, _incarnation.Current);
        if (refused.Count > 0)
            request = request with { Reports = reports };
        return refused;
    }

    private Task WriteAsync(HttpResponse response, PollAnswer answer)
    {
        if (!answer.HasContent())
            return JsonAnswer.WriteAsync(response, NothingOf(_incarnation.Current).Body);
        _metrics.Instructions(answer.Instructions.Count);
        _metrics.Reports(answer.Accepted.Count, answer.Refused.Count);
        return JsonAnswer.WriteAsync(response, WireMapping.ToWire(answer, _heartbeatSeconds, _incarnation.Current), AgentWireJson.Default.PollResponse);
    }

    private Nothing NothingOf(string incarnation) => _nothing is { } known && known.Incarnation == incarnation
        ? known
        : _nothing = new Nothing(incarnation, JsonSerializer.SerializeToUtf8Bytes(
            WireMapping.ToWire(PollAnswer.Empty, _heartbeatSeconds, incarnation), AgentWireJson.Default.PollResponse));

    /// <summary>The answer that most polls get.</summary>
    private sealed record Nothing(string Incarnation, byte[] Body);
}
