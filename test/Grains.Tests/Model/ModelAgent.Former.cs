using Keeper.Grains.Agents;
using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;
using Keeper.Storage;

namespace Keeper.Grains.Tests.Model;

// Platforms that are not the one any more.
internal sealed partial class ModelAgent
{
    private bool _ofFormerLife;

    /// <summary>The platform is as it was when this was its agent. The agent itself goes on, with attempts that nobody knows.</summary>
    public void PlatformRestored(Installation known)
    {
        _known = known;
        _ofFormerLife = true;
    }

    /// <summary>The credential is worth nothing: the agent was enrolled after the backup.</summary>
    public async Task ForgottenAsync() => Assert.Equal(AgentAccess.Unauthorized, (await _agent.PollAsync(1, [], [])).Access);

    /// <summary>
    /// A poll reaches a silo that was left behind, and its answer gets lost. What that silo still knows rightly it may act on;
    /// where it is mistaken it changes nothing, accepts nothing, and refuses and stops only what it has read again.
    /// </summary>
    public async Task PollFormerAsync(FormerSilo silo, FormerView view, int choice, int capacity)
    {
        var named = _has.ToList();
        AttemptReport[] said = [.. Reports(choice, 4).DistinctBy(r => r.TaskId)];
        PollAnswer answer;
        try
        {
            answer = await _agent.PollAsync(silo.Agent(Id), capacity, named, said);
        }
        catch (StoreNotActiveException) when (!silo.MayWrite)
        {
            return;
        }

        Assert.Equal(AgentAccess.Granted, answer.Access);
        if (!silo.MayWrite)
        {
            CheckNothingTaken(view, answer, said);
            return;
        }

        // What is not leased as far as it remembers it reads again.
        var told = named.Concat(said.Select(r => new Attempt(r.TaskId, r.Attempt)));
        foreach (var attempt in told.Where(a => !view.IsAt(Id, a)))
            view.HasRead(attempt.TaskId);
        var stopping = model.Named(Id, named);
        stopping.RemoveWhere(s => !view.Fresh.Contains(s.TaskId) || said.Any(r => r.State.IsTerminal() && s == new Attempt(r.TaskId, r.Attempt)));
        Assert.Equal(stopping.Select(s => s.TaskId).ToHashSet(StringComparer.Ordinal), answer.Cancelled.ToHashSet(StringComparer.Ordinal));
        foreach (var report in said)
            CheckFormerReport(view, answer, report);
        var repeats = view.Agent(Id) == Self;
        if (!repeats)
            model.GaveBack(Id, named, view.Fresh);
        _known = Self;
        foreach (var instruction in answer.Instructions)
            CheckFormerInstruction(view, instruction, repeats && !named.Contains(new Attempt(instruction.TaskId, instruction.Attempt)));
    }

    private void CheckFormerReport(FormerView view, PollAnswer answer, AttemptReport report)
    {
        var attempt = new Attempt(report.TaskId, report.Attempt);
        var isAccepted = answer.Accepted.Contains(attempt);
        var isRefused = answer.Refused.Any(r => r.Attempt == attempt);
        if (view.Fresh.Contains(report.TaskId))
            Assert.Equal((true, model.Reported(Id, report)), (isAccepted != isRefused, isAccepted));
        else
            Assert.Equal((report.State == TaskState.Running && view.IsRunning(Id, report.TaskId), false), (isAccepted, isRefused)); // It has heard that already.
    }

    private void CheckFormerInstruction(FormerView view, AgentInstruction instruction, bool mayRepeat)
    {
        if (view.Fresh.Contains(instruction.TaskId))
            Assert.Null(model.HandedOver(Id, instruction, mayRepeat));
        else
            Assert.True(mayRepeat && view.IsAt(Id, new Attempt(instruction.TaskId, instruction.Attempt)), $"{instruction.TaskId} was handed over by a silo that had lost it");
    }

    /// <summary>Its term is over: it may know that an attempt runs, or has ended, and that is all.</summary>
    private void CheckNothingTaken(FormerView view, PollAnswer answer, AttemptReport[] said)
    {
        Assert.All(answer.Instructions, i => Assert.True(view.IsAt(Id, new Attempt(i.TaskId, i.Attempt))));
        Assert.All(
            said.Where(r => r.State.IsTerminal() && answer.Accepted.Contains(new Attempt(r.TaskId, r.Attempt))),
            r => Assert.True(model.Knows(Id, r), $"the end of {r.TaskId} was accepted by a silo whose term was over"));
    }

    private void HearIncarnation()
    {
        if (_ofFormerLife)
            _has.Clear();
        _ofFormerLife = false;
    }
}
