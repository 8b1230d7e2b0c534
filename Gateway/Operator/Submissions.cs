using Keeper.Gateway.Http;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Gateway.Operator;

/// <summary>Between what operators submit and what VPCs take, and what to say when they don't.</summary>
internal static class Submissions
{
    public static TaskSubmission Of(TaskRequest request) => new()
    {
        AgentId = request.AgentId,
        Kind = request.Kind,
        Arguments = request.Arguments.Text,
        RunTimeoutSeconds = request.RunTimeoutSeconds,
        ExpireAfterSeconds = request.ExpireAfterSeconds,
        Priority = request.Priority,
        IdempotencyKey = request.IdempotencyKey,
        ResultUrl = request.ResultUrl,
    };

    /// <summary>The places in the batch of each VPC's tasks.</summary>
    public static Dictionary<string, List<int>> ByVpc(IReadOnlyList<TaskRequest> tasks)
    {
        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < tasks.Count; i++)
        {
            if (!groups.TryGetValue(tasks[i].Vpc, out var group))
                groups[tasks[i].Vpc] = group = [];
            group.Add(i);
        }

        return groups;
    }

    /// <summary>
    /// One problem for every submission that was refused, each named by its path. What the caller can mend decides the
    /// status before what time may mend.
    /// </summary>
    public static Problem Refusal(IEnumerable<(SubmitAnswer Answer, string Path)> answers, IReadOnlyList<string?>? ids)
    {
        var faults = new Faults();
        var worst = SubmitRefusal.Full;
        foreach (var (answer, path) in answers)
        {
            if (answer.Refusal == SubmitRefusal.None)
                continue;
            var field = answer.Field ?? FieldOf(answer.Refusal);
            faults.Add(path.Length == 0 ? field : field.Length == 0 ? path : $"{path}.{field}", answer.Message ?? MessageOf(answer.Refusal));
            if (answer.Refusal < worst)
                worst = answer.Refusal;
        }

        var problem = worst switch
        {
            SubmitRefusal.Full => Problem.Unavailable("queue-full", "The queue is full; try again later."),
            SubmitRefusal.IdempotencyConflict => Problem.Conflict(
                "idempotency-conflict", "An idempotency key was used before for a different task."),
            _ => Problem.Invalid(faults),
        };
        return problem with { Errors = faults.ByField(), Ids = ids };
    }

    private static string FieldOf(SubmitRefusal refusal) => refusal switch
    {
        SubmitRefusal.NoSuchVpc => "vpc",
        SubmitRefusal.IdempotencyConflict => "idempotencyKey",
        _ => "",
    };

    private static string MessageOf(SubmitRefusal refusal) => refusal switch
    {
        SubmitRefusal.NoSuchVpc => "there is no such VPC",
        SubmitRefusal.IdempotencyConflict => "was used before for a different task",
        SubmitRefusal.Full => "the queue is full",
        _ => "was not taken",
    };
}
