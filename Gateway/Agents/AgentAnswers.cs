using Keeper.Gateway.Http;
using Keeper.Gateway.Metrics;
using Keeper.Grains.Agents;
using Microsoft.AspNetCore.Http;

namespace Keeper.Gateway.Agents;

/// <summary>What all calls of agents have in common: who calls, with which body, and what to say when that is not right.</summary>
internal sealed class AgentAnswers(GatewayMetrics metrics)
{
    /// <summary>The caller; <see langword="null"/> when there is no credential (and that has been answered).</summary>
    public async ValueTask<AgentCaller?> CallerAsync(HttpContext context)
    {
        if (AgentCaller.Read(context.Request) is { } caller)
            return caller;
        await DeniedAsync(context, AgentAccess.Unauthorized);
        return null;
    }

    /// <summary>The body; <see langword="null"/> when it is not sound (and that has been answered).</summary>
    public static async ValueTask<T?> BodyAsync<T>(HttpContext context, AgentBody<T> kind)
        where T : class
    {
        if (await RequestBody.ReadAsync(context) is not { } body)
        {
            await Problems.WriteAsync(context, Problem.TooLarge(RequestBody.MaxBytes));
            return null;
        }

        var value = kind.Parse(body, out var problem);
        RequestBody.Release(context, body);
        if (problem is not null)
            await Problems.WriteAsync(context, problem);
        return value;
    }

    public Task DeniedAsync(HttpContext context, AgentAccess access)
    {
        if (access == AgentAccess.Superseded)
        {
            return Problems.WriteAsync(context, Problem.Conflict(
                "superseded", "Another installation with the same credential has taken over; this one must stop or be enrolled anew."));
        }

        metrics.AuthFailure("agent");
        return Problems.WriteAsync(context, Problem.Unauthenticated("The credential is missing, unknown or revoked."));
    }
}
