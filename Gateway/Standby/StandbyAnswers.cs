using Keeper.Gateway.Http;
using Keeper.Gateway.Listeners;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Operator;
using Microsoft.AspNetCore.Http;

namespace Keeper.Gateway.Standby;

/// <summary>Why a process does not answer as the active one, and who does.</summary>
/// <param name="ActiveOperator">The active one's operator address; <see langword="null"/> while nobody is known to be active.</param>
/// <param name="ActiveGateway">Its gateway address.</param>
/// <param name="Fault">Set on the active one itself while it can't renew its lease.</param>
public sealed record StandbyState(string? ActiveOperator = null, string? ActiveGateway = null, string? Fault = null);

/// <summary>What a process answers that is not the active one: to programs a problem, to people a page.</summary>
public static class StandbyAnswers
{
    /// <summary>Answers whatever was asked.</summary>
    public static Task WriteAsync(HttpContext context, StandbyState state)
    {
        var path = context.Request.Path;
        if (context.CameTo(Listener.Gateway))
            return Problems.WriteAsync(context, Problem(state, state.ActiveGateway));
        if (path == "/healthz")
            return HealthAsync(context, state);
        return IsForPrograms(path) || !AcceptsHtml(context.Request)
            ? Problems.WriteAsync(context, Problem(state, state.ActiveOperator))
            : StandbyPage.WriteAsync(context, state);
    }

    /// <summary>Tells an agent that asked whether this is the active one: it is.</summary>
    public static Task WriteActiveAsync(HttpContext context, long epoch) =>
        JsonAnswer.WriteAsync(context.Response, new ActiveResponse(epoch), AgentWireJson.Default.ActiveResponse);

    private static Problem Problem(StandbyState state, string? active) => state.Fault is { } fault
        ? Http.Problem.Unavailable(ProblemDocument.Standby, fault)
        : Http.Problem.Unavailable(
            ProblemDocument.Standby,
            active is null ? "standby, nobody is active at the moment; one of the processes takes over." : $"standby, active is {active}");

    private static Task HealthAsync(HttpContext context, StandbyState state)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        var health = state.Fault is { } fault
            ? new HealthDocument("degraded", [fault]) : new HealthDocument("standby", Active: state.ActiveOperator);
        return JsonAnswer.WriteAsync(context.Response, health, OperatorJson.Default.HealthDocument);
    }

    private static bool IsForPrograms(PathString path) =>
        path.StartsWithSegments(ListenerGate.OperatorBase, StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase)
        || path == "/metrics";

    private static bool AcceptsHtml(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
