using Keeper.Gateway.Hosting;
using Keeper.Gateway.Http;
using Keeper.Gateway.Metrics;
using Keeper.Grains.Vpcs;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Security;
using Keeper.Protocol.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Orleans;

namespace Keeper.Gateway.Agents;

/// <summary><c>POST /agent/v1/enroll</c>: a token for a credential. The token decides the VPC.</summary>
internal sealed class EnrollEndpoint(
    IGrainFactory grains, GatewayMetrics metrics, IIncarnation incarnation, IOptions<HeartbeatOptions> options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (await AgentAnswers.BodyAsync(context, AgentBodies.Enroll) is not { } request)
            return;
        if (!Secrets.TryReadToken(request.Token, out var vpc, out _) || !Names.IsValid(vpc))
        {
            await RefusedAsync(context);
            return;
        }

        var answer = await grains.GetGrain<IVpcGrain>(vpc).EnrollAsync(new Enrollment
        {
            Token = request.Token,
            Name = request.Name,
            Version = request.Version,
            InstanceId = request.InstanceId,
            Executors = WireMapping.ToGrain(request.Executors),
            Labels = request.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal),
        });
        await (answer switch
        {
            { Problem: EnrollProblem.None, AgentId: { } agentId, Secret: { } secret } => EnrolledAsync(
                context, new EnrollResponse(agentId, vpc, secret, options.Value.HeartbeatSeconds, incarnation.Current)),
            { Problem: EnrollProblem.NameTaken } => Problems.WriteAsync(context, Problem.Conflict(
                "name-taken", $"The VPC has another agent named '{request.Name}'.")),
            _ => RefusedAsync(context),
        });
    }

    private static Task EnrolledAsync(HttpContext context, EnrollResponse response)
    {
        context.Response.StatusCode = StatusCodes.Status201Created;
        return JsonAnswer.WriteAsync(context.Response, response, AgentWireJson.Default.EnrollResponse);
    }

    private Task RefusedAsync(HttpContext context)
    {
        metrics.AuthFailure("enrollment");
        return Problems.WriteAsync(context, Problem.Unauthenticated("The enrollment token is unknown, expired or used up."));
    }
}
