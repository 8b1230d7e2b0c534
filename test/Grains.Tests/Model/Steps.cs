using FsCheck;
using FsCheck.Fluent;

namespace Keeper.Grains.Tests.Model;

/// <summary>Random lists of steps, and how to make a failing one shorter.</summary>
internal static class Steps
{
    private const int Length = 60;

    private static readonly Gen<Happening> What = Gen.Frequency(
        (5, Gen.Constant(Happening.Submit)),
        (4, Gen.Constant(Happening.Poll)),
        (2, Gen.Constant(Happening.PollAnswerLost)),
        (5, Gen.Constant(Happening.PollAndReport)),
        (2, Gen.Constant(Happening.Take)),
        (3, Gen.Constant(Happening.Report)),
        (4, Gen.Constant(Happening.TimePasses)),
        (2, Gen.Constant(Happening.AgentRestarts)),
        (1, Gen.Constant(Happening.AnotherInstallation)),
        (1, Gen.Constant(Happening.AgentShutsDown)),
        (2, Gen.Constant(Happening.OperatorCancels)),
        (1, Gen.Constant(Happening.SiloRestarts)),
        (1, Gen.Constant(Happening.AgentDeleted)),
        (1, Gen.Constant(Happening.GrainLeavesMemory)),
        (1, Gen.Constant(Happening.SiloLeftBehind)),
        (1, Gen.Constant(Happening.AnotherTakesOver)),
        (2, Gen.Constant(Happening.FormerSiloIsPolled)),
        (1, Gen.Constant(Happening.BackedUp)),
        (1, Gen.Constant(Happening.Restored)));

    private static readonly Gen<Step> One =
        from what in What
        from agent in Gen.Choose(0, 1)
        from choice in Gen.Choose(0, 1 << 20)
        from amount in Gen.Choose(0, 20)
        from fails in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Step(what, agent, choice, amount, fails);

    /// <summary>Lists to try; a failing one is made shorter at most so many times, for each try takes a silo.</summary>
    public static Arbitrary<Step[]> Lists(int shrinks) =>
        Arb.From(One.ArrayOf(Length), steps => Shorter(steps).TakeWhile(_ => shrinks-- > 0));

    private static IEnumerable<Step[]> Shorter(Step[] steps)
    {
        for (var part = steps.Length / 2; part >= 1; part /= 2)
        {
            for (var at = 0; at < steps.Length; at += part)
                yield return [.. steps[..at], .. steps[Math.Min(steps.Length, at + part)..]];
        }
    }
}
