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

        foreach (var task in named.Where(n => !view.IsAt(Id, n)).Select(n => n.TaskId).Concat(said.Select(r => r.TaskId).Where(id => view.Of(Id, id) is null)))
            view.HasRead(Id, task);
        var stopping = model.Named(Id, named);
        stopping.RemoveWhere(s => view.IsAt(Id, s) || said.Any(r => r.State.IsTerminal() && s == new Attempt(r.TaskId, r.Attempt)));
        Assert.Equal(stopping.Select(s => s.TaskId).ToHashSet(StringComparer.Ordinal), answer.Cancelled.ToHashSet(StringComparer.Ordinal));
        CheckFormerReports(view, answer, said);
        var repeats = view.Agent(Id) == Self;
        if (!repeats)
            model.GaveBack(Id, named, view.Fresh);
        _known = Self;
        foreach (var instruction in answer.Instructions)
            CheckFormerInstruction(view, instruction, repeats && !named.Contains(new Attempt(instruction.TaskId, instruction.Attempt)));
    }

    private void CheckFormerReports(FormerView view, PollAnswer answer, AttemptReport[] said)
    {
        foreach (var report in said)
        {
            var attempt = new Attempt(report.TaskId, report.Attempt);
            var isRefused = answer.Refused.Any(r => r.Attempt == attempt);
            var isKnownToRun = report.State == TaskState.Running && view.Of(Id, report.TaskId) is { State: (int)TaskState.Running } row && row.Attempt == report.Attempt;
            if (isRefused || (answer.Accepted.Contains(attempt) && !isKnownToRun))
            {
                view.HasRead(Id, report.TaskId);
                Assert.Equal(!isRefused, model.Reported(Id, report));
            }
            else if (isKnownToRun && view.Fresh.Contains(report.TaskId))
            {
                Assert.True(model.Reported(Id, report));
            }
            else
            {
                Assert.DoesNotContain(report.TaskId, view.Fresh);
            }
        }
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
