using Keeper.Gateway.Http;
using Keeper.Gateway.Metrics;
using Keeper.Grains.Agents;
using Keeper.Protocol.Agents;
using Microsoft.AspNetCore.Http;
using Orleans;

namespace Keeper.Gateway.Agents;

/// <summary><c>POST /agent/v1/reports</c>: results that should not wait for the next poll.</summary>
internal sealed class ReportsEndpoint(
    IGrainFactory grains, AgentAnswers answers, GatewayMetrics metrics, IIncarnation incarnation)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (await answers.CallerAsync(context) is not { } caller
            || await AgentAnswers.BodyAsync(context, AgentBodies.Reports) is not { } request)
        {
            return;
        }

        var reports = request.Reports;
        var former = FormerLife.Refuse(ref reports, incarnation.Current);
        var answer = await grains.GetGrain<IAgentGrain>(caller.AgentId)
            .ReportAsync(caller.SecretHash, request.InstanceId, WireMapping.ToGrain(reports));
        if (answer.Access != AgentAccess.Granted)
        {
            await answers.DeniedAsync(context, answer.Access);
            return;
        }

        answer = answer.Refusing(former);
        metrics.Reports(answer.Accepted.Count, answer.Refused.Count);
        await JsonAnswer.WriteAsync(
            context.Response,
            new ReportsResponse(WireMapping.Accepted(answer), WireMapping.Refused(answer)),
            AgentWireJson.Default.ReportsResponse);
    }
}
