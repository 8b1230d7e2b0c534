namespace Keeper.Grains.Tests.Model;

/// <summary>What can happen to tasks and their agents.</summary>
internal enum Happening
{
    Submit,
    Poll,
    PollAnswerLost,
    PollAndReport,
    Take,
    Report,
    TimePasses,
    AgentRestarts,
    AnotherInstallation,
    AgentShutsDown,
    OperatorCancels,
    SiloRestarts,
    AgentDeleted,
    GrainLeavesMemory,
    SiloLeftBehind,
    AnotherTakesOver,
    FormerSiloIsPolled,
    BackedUp,
    Restored,
}

/// <summary>One step of a run. The numbers choose among what there is when the step is taken, so that any list of steps makes sense.</summary>
/// <param name="What">What happens.</param>
/// <param name="Agent">To which agent.</param>
/// <param name="Choice">Chooses tasks, kinds, reports.</param>
/// <param name="Amount">Seconds, or how much an agent takes.</param>
/// <param name="WriteFails">The store takes no writes during this step.</param>
internal sealed record Step(Happening What, int Agent, int Choice, int Amount, bool WriteFails);
