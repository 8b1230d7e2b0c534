using Keeper.Gateway.Http;
using Keeper.Gateway.Metrics;
using Keeper.Grains.Access;
using Keeper.Protocol.Security;
using Microsoft.AspNetCore.Http;
using Orleans;

namespace Keeper.Gateway.Operator;

/// <summary>A call of the operator API, by a caller who may make it.</summary>
internal delegate Task OperatorHandler(OperatorCall call);

/// <summary>Lets in who has a key with the right role.</summary>
internal sealed class OperatorGate(IGrainFactory grains, GatewayMetrics metrics, TimeProvider time)
{
    /// <param name="needed">The least role; <see langword="null"/> when any key will do.</param>
    /// <param name="handler">What the caller wants.</param>
    public RequestDelegate Require(Role? needed, OperatorHandler handler) => async context =>
    {
        if (await AuthenticateAsync(context) is not { } principal)
            return;
        if (needed is { } role && !Covers(principal.Role, role))
        {
            await Problems.WriteAsync(context, Problem.Forbidden(
                $"The key '{principal.Name}' has the role {Word(principal.Role)}; this needs {Word(role)}."));
            return;
        }

        await handler(new OperatorCall(context, principal, grains, time));
    };

    private async ValueTask<Principal?> AuthenticateAsync(HttpContext context)
    {
        var key = Bearer.Read(context.Request);
        if (key is not null && await grains.GetGrain<IAccessGrain>(0).FindKeyAsync(Secrets.Hash(key)) is { } principal)
            return principal;
        metrics.AuthFailure("operator");
        await Problems.WriteAsync(context, Problem.Unauthenticated(
            key is null ? "Send an API key: 'Authorization: Bearer KEY'." : "There is no such API key."));
        return null;
    }

    /// <summary>Viewer, operator and admin build on each other; the other roles are for other doors.</summary>
    private static bool Covers(Role role, Role needed) => role <= Role.Admin && role >= needed;

    private static string Word(Role role) => role.ToString().ToLowerInvariant();
}
