using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.Database;

/// <summary>How far a probe has come: each stage is a phase and an assertion, and a failure belongs to the stage it is in.</summary>
internal sealed class DatabaseProgress(ProbeRun probe)
{
    private DatabaseStage _stage = DatabaseStage.Lookup;

    public ProbeRun Probe => probe;

    /// <summary>Begins a stage.</summary>
    public void Enter(DatabaseStage stage, string doing)
    {
        _stage = stage;
        probe.Doing = doing;
        probe.Mark();
    }

    /// <summary>Ends the stage well.</summary>
    public void Pass(string actual)
    {
        probe.EndPhase(_stage.Phase);
        probe.Check(_stage.Expectation, true, actual);
    }

    /// <summary>Ends the probe in this stage.</summary>
    public TaskResult Fail(string message)
    {
        var shown = Excerpts.Line(message);
        probe.EndPhase(_stage.Phase);
        probe.Check(_stage.Expectation, false, shown);
        return probe.Fail($"{_stage.Name}: {shown}");
    }

    /// <summary>A point in time, for <see cref="MsSince"/>.</summary>
    public long Now() => probe.Time.GetTimestamp();

    public double MsSince(long start) => Math.Round(probe.Time.GetElapsedTime(start).TotalMilliseconds, 3);
}
