using Keeper.Client.Http;
using Keeper.Client.Tasks;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Tasks;

namespace Keeper.Client;

public sealed partial class KeeperClient
{
    /// <summary>Submits a task. With an idempotency key it is sent again when the answer was lost.</summary>
    public Task<TaskDocument> SubmitTaskAsync(TaskRequest task, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        var request = Post("/tasks", task, ClientJson.Default.TaskRequest) with { Repeatable = task.IdempotencyKey is not null };
        return CallAsync(request, ClientJson.Answers.TaskDocument, cancellation);
    }

    /// <summary>Submits tasks together. Sent again after a lost answer only when every one has an idempotency key.</summary>
    /// <returns>Their ids, in the same order.</returns>
    /// <exception cref="KeeperApiException">Some were refused; <see cref="KeeperApiException.TakenIds"/> says which were taken.</exception>
    public async Task<IReadOnlyList<string>> SubmitTasksAsync(
        IReadOnlyList<TaskRequest> tasks, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        var request = Post("/tasks/batch", new TaskBatch(tasks), ClientJson.Default.TaskBatch) with
        {
            Repeatable = tasks.All(t => t.IdempotencyKey is not null),
        };
        return (await CallAsync(request, ClientJson.Answers.TaskIds, cancellation)).Ids;
    }

    /// <summary>One task.</summary>
    /// <param name="id">The task.</param>
    /// <param name="wait">How long the platform may wait for it to end before it answers; whole seconds, none by default.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<TaskDocument> GetTaskAsync(string id, TimeSpan wait = default, CancellationToken cancellation = default)
    {
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        var query = new Query().Add("waitSeconds", seconds > 0 ? seconds : null);
        var request = Get(TaskPath(id) + query) with { Wait = TimeSpan.FromSeconds(Math.Max(seconds, 0)) };
        return CallAsync(request, ClientJson.Answers.TaskDocument, cancellation);
    }

    /// <summary>One page of tasks, newest first.</summary>
    public Task<ItemPage<TaskDocument>> GetTaskPageAsync(
        TaskFilter filter, int limit = 100, string? cursor = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var query = new Query().Add("vpc", filter.Vpc).Add("agentId", filter.AgentId).Add("state", filter.State?.Word())
            .Add("kind", filter.Kind).Add("limit", limit).Add("cursor", cursor);
        return CallAsync(Get("/tasks" + query), ClientJson.Answers.ItemPageTaskDocument, cancellation);
    }

    /// <summary>All tasks that match, newest first, fetched page by page as they are read.</summary>
    public IAsyncEnumerable<TaskDocument> ListTasksAsync(
        TaskFilter filter, int pageSize = 100, CancellationToken cancellation = default) =>
        Pages.WalkAsync((cursor, c) => GetTaskPageAsync(filter, pageSize, cursor, c), cancellation);

    /// <summary>Ends a task; the agent that has it is told with its next poll.</summary>
    /// <returns>The task as it then stands.</returns>
    public Task<TaskDocument> CancelTaskAsync(string id, CancellationToken cancellation = default) =>
        CallAsync(
            new ApiRequest(HttpMethod.Post, Base + TaskPath(id) + "/cancel") { Body = [] },
            ClientJson.Answers.TaskDocument,
            cancellation);

    private static string TaskPath(string id) => "/tasks/" + Uri.EscapeDataString(id);
}
