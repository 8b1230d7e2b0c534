using Keeper.Gateway.Metrics;
using Keeper.Grains.Access;
using Keeper.Grains.Tasks;
using Keeper.Grains.Vpcs;
using Keeper.Protocol.Messages;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Gateway.Operator;

/// <summary>Submitting tasks, one or thousands at a time.</summary>
internal sealed class SubmitCalls(GatewayMetrics metrics)
{
    public void Map(OperatorRoutes routes)
    {
        routes.Post("/tasks", Role.Operator, SubmitAsync, new(
            "submitTask", "Submits a task; taken also while the VPC has no agent.", typeof(TaskDocument))
        {
            Status = 201,
            Body = typeof(TaskRequest),
            Problems = [409, 503],
        });
        routes.Post("/messages", Role.Operator, SendAsync, new(
            "sendMessage", "Has a message delivered to an HTTP target inside a VPC; answered with the task that does it.", typeof(TaskDocument))
        {
            Status = 201,
            Body = typeof(MessageRequest),
            Problems = [409, 503],
        });
        routes.Post("/tasks/batch", Role.Operator, SubmitBatchAsync, new(
            "submitTasks", $"Submits up to {TaskRequest.MaxBatch} tasks.", typeof(TaskIds))
        {
            Status = 201,
            Body = typeof(TaskBatch),
            Problems = [409, 503],
        });
    }

    private Task SubmitAsync(OperatorCall call) => SubmitAsync(call, TaskRequest.Read, "task.submit");

    private Task SendAsync(OperatorCall call) => SubmitAsync(call, MessageRequest.Read, "message.send");

    private async Task SubmitAsync(OperatorCall call, Func<ObjectReader, ICollection<TaskAim>, TaskRequest?> read, string action)
    {
        if (await ReadAsync(call, read) is not { } request)
            return;
        var answer = (await call.Grains.GetGrain<IVpcGrain>(request.Vpc).SubmitAsync([Submissions.Of(request)]))[0];
        if (answer is not { Refusal: SubmitRefusal.None, TaskId: { } id })
        {
            await call.RefuseAsync(Submissions.Refusal([(answer, "")], ids: null));
            return;
        }

        metrics.Submitted(1);
        await call.AuditAsync(action, id, $"{request.Vpc} {request.Kind}");
        var task = await call.Grains.GetGrain<ITaskGrain>(id).GetAsync()
            ?? throw new InvalidOperationException($"The task {id} was taken but is not there.");
        call.Http.Response.Headers.Location = $"/api/v1/tasks/{id}";
        await call.AnswerAsync(task.ToDocument(), OperatorJson.Default.TaskDocument, 201);
    }

    private async Task SubmitBatchAsync(OperatorCall call)
    {
        if (await ReadAsync(call, TaskBatch.Read) is not { } batch)
            return;
        var groups = Submissions.ByVpc(batch.Tasks);
        var answers = new SubmitAnswer[batch.Tasks.Count];
        await Task.WhenAll(groups.Select(group => SubmitGroupAsync(call, group.Key, batch.Tasks, group.Value, answers)));
        var taken = answers.Count(a => a.Refusal == SubmitRefusal.None);
        metrics.Submitted(taken);
        if (taken > 0)
            await call.AuditAsync("task.submit", $"{taken} tasks", string.Join(' ', groups.Keys.Take(20)));
        var ids = answers.Select(a => a.Refusal == SubmitRefusal.None ? a.TaskId : null).ToList();
        await (taken == answers.Length
            ? call.AnswerAsync(new TaskIds(ids!), OperatorJson.Default.TaskIds, 201)
            : call.RefuseAsync(Submissions.Refusal(answers.Select((answer, i) => (answer, $"tasks[{i}]")), ids)));
    }

    private static async Task SubmitGroupAsync(
        OperatorCall call, string vpc, IReadOnlyList<TaskRequest> tasks, List<int> indexes, SubmitAnswer[] answers)
    {
        var answered = await call.Grains.GetGrain<IVpcGrain>(vpc).SubmitAsync([.. indexes.Select(i => Submissions.Of(tasks[i]))]);
        for (var i = 0; i < indexes.Count; i++)
            answers[indexes[i]] = answered[i];
    }

    private static ValueTask<T?> ReadAsync<T>(OperatorCall call, Func<ObjectReader, ICollection<TaskAim>, T?> read)
        where T : class
    {
        var aims = new List<TaskAim>();
        return call.BodyAsync(reader => read(reader, aims), examine: faults => Examination.ExamineAsync(call.Grains, aims, faults));
    }
}
