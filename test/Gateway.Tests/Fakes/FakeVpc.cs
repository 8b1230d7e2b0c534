using Keeper.Grains.Tasks;
using Keeper.Grains.Vpcs;
using Keeper.Testing;

namespace Keeper.Gateway.Tests.Fakes;

/// <summary>A VPC's grain that takes every task, unless a test says otherwise.</summary>
internal sealed class FakeVpc(string name, FakeGrains grains) : IVpcGrain
{
    private int _ids;

    public VpcInfo? Info { get; set; }

    public Recorder<IReadOnlyList<TaskSubmission>> Submissions { get; } = new();

    public Recorder<IReadOnlyList<SubmissionAim>> Examined { get; } = new();

    public Recorder<Enrollment> Enrollments { get; } = new();

    public Func<TaskSubmission, SubmitAnswer?> OnSubmit { get; set; } = _ => null;

    public Func<SubmissionAim, int, IEnumerable<SubmissionFault>> OnExamine { get; set; } = (_, _) => [];

    public Func<Enrollment, EnrollAnswer> OnEnroll { get; set; } = _ => new EnrollAnswer(null, null, EnrollProblem.TokenInvalid);

    public Func<string, CreateAgentAnswer> OnCreateAgent { get; set; } = n => new CreateAgentAnswer($"agent-{n}", "kt.token");

    public void Create() => Info = new VpcInfo { Name = name, CreatedAt = FakeTask.Start };

    public Task<VpcInfo> PutAsync(VpcSettings settings)
    {
        Info = new VpcInfo { Name = name, Description = settings.Description, Labels = settings.Labels, CreatedAt = FakeTask.Start };
        return Task.FromResult(Info);
    }

    public Task<VpcInfo?> GetAsync() => Task.FromResult(Info);

    public Task<CreateAgentAnswer> CreateAgentAsync(string name) =>
        Task.FromResult(Info is null ? new CreateAgentAnswer(null, null, CreateAgentProblem.NoSuchVpc) : OnCreateAgent(name));

    public Task<IssuedToken?> IssueTokenAsync(int expiresInSeconds, int maxUses) =>
        Task.FromResult(Info is null ? null : new IssuedToken($"kt.{name}.1.x", FakeTask.Start.AddSeconds(expiresInSeconds)));

    public Task<EnrollAnswer> EnrollAsync(Enrollment enrollment)
    {
        Enrollments.Add(enrollment);
        return Task.FromResult(OnEnroll(enrollment));
    }

    public Task<IReadOnlyList<SubmitAnswer>> SubmitAsync(IReadOnlyList<TaskSubmission> tasks)
    {
        Submissions.Add(tasks);
        return Task.FromResult<IReadOnlyList<SubmitAnswer>>([.. tasks.Select(Submit)]);
    }

    public Task<IReadOnlyList<SubmissionFault>> ExamineAsync(IReadOnlyList<SubmissionAim> tasks)
    {
        Examined.Add(tasks);
        return Task.FromResult<IReadOnlyList<SubmissionFault>>(
            [.. tasks.SelectMany((task, i) => Info is null ? [new SubmissionFault(i, "vpc", "there is no such VPC")] : OnExamine(task, i))]);
    }

    public Task AgentChangedAsync(AgentStanding standing) => throw new NotSupportedException();

    public Task TakeBackAsync(IReadOnlyList<TaskInfo> tasks) => throw new NotSupportedException();

    public Task<CancelAnswer?> CancelAsync(string taskId, string cause) => throw new NotSupportedException();

    public Task<bool> WatchAsync(string taskId) => throw new NotSupportedException();

    public Task CheckDueAsync() => throw new NotSupportedException();

    private SubmitAnswer Submit(TaskSubmission task)
    {
        if (Info is null)
            return new SubmitAnswer(null, SubmitRefusal.NoSuchVpc);
        if (OnSubmit(task) is { } answer)
            return answer;
        var id = $"{name}-{Interlocked.Increment(ref _ids)}";
        grains.Task(id).Info = FakeTask.New(id, name) with { Kind = task.Kind, Arguments = task.Arguments, Priority = task.Priority };
        return new SubmitAnswer(id);
    }
}
