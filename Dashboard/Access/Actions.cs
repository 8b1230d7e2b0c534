using Keeper.Grains.Access;
using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Keeper.Grains.Vpcs;
using Keeper.Protocol.Tasks;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Keeper.Dashboard.Access;

/// <summary>
/// Everything that the dashboard can change. Each checks the role here, on the server, whatever the page showed, and
/// each ends in the audit log.
/// </summary>
internal sealed partial class Actions(IClusterClient cluster, CurrentUser user, TimeProvider time, ILogger<Actions> logger)
{
    public Task<ActionAnswer> CancelTaskAsync(string taskId) => DoAsync(Role.Operator, "task.cancel", taskId, async who =>
    {
        var answer = await cluster.GetGrain<ITaskGrain>(taskId).CancelAsync($"cancelled by {who.Name} (dashboard)");
        return answer.Task is null ? ActionAnswer.Failed("There is no such task (any more).")
            : answer.Cancelled ? ActionAnswer.Done("Cancelled.")
            : ActionAnswer.Failed($"It had already ended: {answer.Task.State.Word()}.");
    });

    public Task<ActionAnswer> SubmitTaskAsync(TaskRequest request) => DoAsync(Role.Operator, "task.submit", null, async _ =>
    {
        var answers = await cluster.GetGrain<IVpcGrain>(request.Vpc).SubmitAsync(
        [
            new TaskSubmission
            {
                AgentId = request.AgentId,
                Kind = request.Kind,
                Arguments = request.Arguments.Text,
                RunTimeoutSeconds = request.RunTimeoutSeconds,
                ExpireAfterSeconds = request.ExpireAfterSeconds,
                Priority = request.Priority,
                IdempotencyKey = request.IdempotencyKey,
                ResultUrl = request.ResultUrl,
            },
        ]);
        var answer = answers[0];
        return answer is { Refusal: SubmitRefusal.None, TaskId: { } id } ? ActionAnswer.Done("Submitted.", id, $"{request.Vpc} {request.Kind}")
            : ActionAnswer.Failed(answer.Message ?? $"Refused: {answer.Refusal}.", answer.Field);
    });

    public Task<ActionAnswer> PutVpcAsync(string name, string description) => DoAsync(Role.Admin, "vpc.put", name, async _ =>
    {
        var grain = cluster.GetGrain<IVpcGrain>(name);
        var labels = (await grain.GetAsync())?.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal);
        await grain.PutAsync(new VpcSettings(description, labels));
        return ActionAnswer.Done("Saved.", name, description);
    });

    public Task<ActionAnswer> IssueTokenAsync(string vpc, int expiresInSeconds, int maxUses) => DoAsync(Role.Admin, "token.issue", vpc, async _ =>
    {
        var token = await cluster.GetGrain<IVpcGrain>(vpc).IssueTokenAsync(expiresInSeconds, maxUses);
        return token is null ? ActionAnswer.Failed($"There is no VPC {vpc} (any more).") : ActionAnswer.Done("Issued.", token.Token, $"{maxUses} uses, expires {token.ExpiresAt:u}");
    });

    public Task<ActionAnswer> RemoveAgentAsync(string agentId) => DoAsync(Role.Admin, "agent.delete", agentId, async who =>
        await cluster.GetGrain<IAgentGrain>(agentId).DeleteAsync($"removed by {who.Name} (dashboard)")
            ? ActionAnswer.Done("Removed.") : ActionAnswer.Failed("There is no such agent (any more)."));

    private async Task<ActionAnswer> DoAsync(Role needed, string action, string? target, Func<Principal, Task<ActionAnswer>> act)
    {
        try
        {
            var who = await user.GetAsync();
            if (needed is Role.Admin ? !who.CanAdminister() : !who.CanOperate())
            {
                LogForbidden(logger, who.Name, who.Role, action, target);
                return ActionAnswer.Failed($"Your role, {who.Role}, may not do this; it takes {needed}.");
            }

            var answer = await act(who);
            if (answer.Succeeded)
                await cluster.GetGrain<IAccessGrain>(0).AuditAsync(new AuditEntry(time.GetUtcNow(), who.Name, action, target ?? answer.Value ?? "", answer.Detail));
            return answer;
        }
        catch (Exception e)
        {
            LogFailed(logger, action, target, e);
            return ActionAnswer.Failed($"It did not work: {e.Message}");
        }
    }

    [LoggerMessage(1530, LogLevel.Warning, "{User} ({Role}) was refused {Action} of {Target}")]
    private static partial void LogForbidden(ILogger logger, string user, Role role, string action, string? target);

    [LoggerMessage(1531, LogLevel.Error, "{Action} of {Target} failed")]
    private static partial void LogFailed(ILogger logger, string action, string? target, Exception exception);
}

/// <summary>What came of an action.</summary>
/// <param name="Succeeded">Whether it was done.</param>
/// <param name="Message">For people.</param>
/// <param name="Value">What it made, for example an id; with a failure, the field that is to blame.</param>
/// <param name="Detail">For the audit log; never a secret.</param>
internal sealed record ActionAnswer(bool Succeeded, string Message, string? Value, string Detail = "")
{
    public static ActionAnswer Done(string message, string? value = null, string detail = "") => new(true, message, value, detail);

    public static ActionAnswer Failed(string message, string? field = null) => new(false, message, field);
}
