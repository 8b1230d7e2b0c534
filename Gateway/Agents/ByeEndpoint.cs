using Keeper.Gateway.Http;
using Keeper.Grains.Agents;
using Microsoft.AspNetCore.Http;
using Orleans;

namespace Keeper.Gateway.Agents;

/// <summary><c>POST /agent/v1/bye</c>: a clean shutdown.</summary>
internal sealed class ByeEndpoint(IGrainFactory grains, ParkedPolls parked, AgentAnswers answers)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (await answers.CallerAsync(context) is not { } caller
            || await AgentAnswers.BodyAsync(context, AgentBodies.Bye) is not { } request)
        {
            return;
        }

        var access = await grains.GetGrain<IAgentGrain>(caller.AgentId).ByeAsync(caller.SecretHash, request.InstanceId);
        if (access != AgentAccess.Granted)
        {
            await answers.DeniedAsync(context, access);
            return;
        }

        parked.Supersede(caller.AgentId);
        await JsonAnswer.WriteAsync(context.Response, "{}"u8);
    }
}
