using Keeper.Gateway.Http;
using Keeper.Gateway.Parking;
using Keeper.Grains.Access;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Gateway.Operator;

/// <summary>Looking at tasks and cancelling them.</summary>
internal sealed class TaskCalls(TaskWaits waits)
{
    private const string List = "tasks";
    private const int MaxIdLength = 64;

    /// <summary>Longest time that one request may wait for a task.</summary>
    private const int MaxWaitSeconds = 300;

    public void Map(OperatorRoutes routes)
    {
        routes.Get("/tasks", Role.Viewer, ListAsync, new("listTasks", "Lists tasks, newest first.", typeof(ItemPage<TaskDocument>))
        {
            Query =
            [
                new("vpc", "Tasks of this VPC."),
                new("agentId", "Tasks that this agent has or had last."),
                new("state", $"Tasks in one of these states, separated by commas: {string.Join(", ", TaskStates.All)}."),
                new("kind", "Tasks of this kind."),
                new("text", "Tasks whose arguments contain this text."),
                OperationQuery.Limit,
                OperationQuery.Cursor,
            ],
        });
        routes.Get("/tasks/{id}", Role.Viewer, GetAsync, new(
            "getTask", "One task; on request only when it has ended or the wait is over.", typeof(TaskDocument))
        {
            Query = [new("waitSeconds", $"Waits for the task's end, at most this long: 0 to {MaxWaitSeconds}.", "number")],
            Problems = [404, 503],
        });
        routes.Post("/tasks/{id}/cancel", Role.Operator, CancelAsync, new(
            "cancelTask", "Ends a task. The agent that has it is told with its next poll.", typeof(TaskDocument))
        {
            Problems = [404, 409],
        });
    }

    private static async Task ListAsync(OperatorCall call)
    {
        var query = call.Query();
        var filter = new TaskQuery
        {
            Vpc = query.Name("vpc"),
            AgentId = query.Text("agentId", MaxIdLength),
            States = StatesOf(query),
            Kind = query.Text("kind", 100),
            Text = query.Text("text"),
            Limit = query.Limit(),
            Cursor = query.Cursor(List),
        };
        if (query.Done() is { } problem)
        {
            await call.RefuseAsync(problem);
            return;
        }

        var page = await call.Grains.GetGrain<ITaskListGrain>(0).ListAsync(filter);
        await call.AnswerAsync(Cursors.Page(List, page.Items, page.Next, TaskDocuments.ToDocument), OperatorJson.Default.ItemPageTaskDocument);
    }

    private async Task GetAsync(OperatorCall call)
    {
        var query = call.Query();
        var wait = TimeSpan.FromSeconds(query.Seconds("waitSeconds", MaxWaitSeconds));
        if (query.Done() is { } problem)
        {
            await call.RefuseAsync(problem);
            return;
        }

        var id = call.Route("id");
        if (id.Length > MaxIdLength)
        {
            await NoSuchTaskAsync(call);
            return;
        }

        if (wait > TimeSpan.Zero && !waits.TryEnter())
        {
            await call.RefuseAsync(Problem.Unavailable("too-many-waiters", "Too many requests wait for tasks already; ask without waiting."));
            return;
        }

        var task = wait > TimeSpan.Zero
            ? await waits.WaitAsync(id, wait, call.HungUp) : await call.Grains.GetGrain<ITaskGrain>(id).GetAsync();
        await (task is null ? NoSuchTaskAsync(call) : call.AnswerAsync(task.ToDocument(), OperatorJson.Default.TaskDocument));
    }

    private static async Task CancelAsync(OperatorCall call)
    {
        var id = call.Route("id");
        var answer = id.Length > MaxIdLength ? new CancelAnswer(null, false)
            : await call.Grains.GetGrain<ITaskGrain>(id).CancelAsync($"cancelled by {call.Principal.Name}");
        if (answer.Cancelled)
            await call.AuditAsync("task.cancel", id);
        await (answer.Task switch
        {
            null => NoSuchTaskAsync(call),
            // Cancelling twice is no mistake: what the caller wants is so.
            { } task when answer.Cancelled || task.State == TaskState.Cancelled =>
                call.AnswerAsync(task.ToDocument(), OperatorJson.Default.TaskDocument),
            { } task => call.RefuseAsync(Problem.Conflict("already-ended", $"The task had ended before: it is {task.State.Word()}.")),
        });
    }

    private static List<TaskState>? StatesOf(QueryReader query)
    {
        List<TaskState>? states = null;
        foreach (var word in query.Words("state"))
        {
            if (TaskStates.TryParse(word, out var state))
                (states ??= []).Add(state);
            else
                query.Faults.Add("state", $"'{Names.Shorten(word)}' is not a state; states are {string.Join(", ", TaskStates.All)}");
        }

        return states;
    }

    private static Task NoSuchTaskAsync(OperatorCall call) =>
        call.RefuseAsync(Problem.NotFound($"There is no task '{Names.Shorten(call.Route("id"))}'."));
}
