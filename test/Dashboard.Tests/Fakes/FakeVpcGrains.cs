using Keeper.Grains.Tasks;
using Keeper.Grains.Vpcs;
using Keeper.Protocol.Security;
using Keeper.Protocol.Tasks;

namespace Keeper.Dashboard.Tests.Fakes;

internal sealed class FakeVpcListGrain(FakePlatform platform) : IVpcListGrain
{
    public Task<VpcPage> ListAsync(int limit, string? cursor)
    {
        platform.ThrowIfOut();
        return Task.FromResult(new VpcPage([.. platform.Vpcs.Values.OrderBy(v => v.Name, StringComparer.Ordinal).Take(limit)], null));
    }
}

internal sealed class FakeVpcGrain(FakePlatform platform, string name) : IVpcGrain
{
    public Task<VpcInfo> PutAsync(VpcSettings settings)
    {
        var vpc = new VpcInfo { Name = name, Description = settings.Description, Labels = settings.Labels, CreatedAt = platform.Time.GetUtcNow() };
        platform.Vpcs[name] = vpc;
        return Task.FromResult(vpc);
    }

    public Task<VpcInfo?> GetAsync() => Task.FromResult(platform.Vpcs.GetValueOrDefault(name));

    public Task<IssuedToken?> IssueTokenAsync(int expiresInSeconds, int maxUses) => Task.FromResult(platform.Vpcs.ContainsKey(name)
        ? new IssuedToken(Secrets.NewEnrollmentToken(name, "k1"), platform.Time.GetUtcNow().AddSeconds(expiresInSeconds)) : null);

    public Task<IReadOnlyList<SubmitAnswer>> SubmitAsync(IReadOnlyList<TaskSubmission> tasks) =>
        Task.FromResult<IReadOnlyList<SubmitAnswer>>([.. tasks.Select(Submit)]);

    private SubmitAnswer Submit(TaskSubmission submission)
    {
        if (!platform.Vpcs.ContainsKey(name))
            return new SubmitAnswer(null, SubmitRefusal.NoSuchVpc, "vpc", $"There is no VPC {name}.");
        var now = platform.Time.GetUtcNow();
        var task = new TaskInfo
        {
            Id = platform.NextTaskId(),
            Vpc = name,
            Kind = submission.Kind,
            Arguments = submission.Arguments,
            State = TaskState.Created,
            Attempt = 1,
            CreatedAt = now,
            Timeline = "[]",
            RunTimeoutSeconds = submission.RunTimeoutSeconds,
            ExpiresAt = now.AddSeconds(submission.ExpireAfterSeconds),
        };
        platform.Put(FakeTaskGrain.Enter(task, TaskState.Created, now, "submitted"));
        return new SubmitAnswer(task.Id);
    }

    public Task<CreateAgentAnswer> CreateAgentAsync(string name) => throw new NotSupportedException();

    public Task<EnrollAnswer> EnrollAsync(Enrollment enrollment) => throw new NotSupportedException();

    public Task<IReadOnlyList<SubmissionFault>> ExamineAsync(IReadOnlyList<SubmissionAim> tasks) => throw new NotSupportedException();

    public Task AgentChangedAsync(AgentStanding standing) => throw new NotSupportedException();

    public Task TakeBackAsync(IReadOnlyList<TaskInfo> tasks) => throw new NotSupportedException();

    public Task<CancelAnswer?> CancelAsync(string taskId, string cause) => throw new NotSupportedException();

    public Task<bool> WatchAsync(string taskId) => throw new NotSupportedException();

    public Task CheckDueAsync() => throw new NotSupportedException();
}
