using System.Globalization;

namespace Keeper.Process.Tests.Faults;

/// <summary>How much is done: a little in CI, all of it with KEEPER_FAULTS=full; KEEPER_FAULTS_SEED repeats one round.</summary>
internal static class FaultScale
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("KEEPER_FAULTS") == "full";

    /// <summary>Tasks of one round; with twenty rounds, ten thousand in total.</summary>
    public static int Tasks => IsFull ? 500 : 120;

    /// <summary>How often something is killed in one round.</summary>
    public static int Kills => IsFull ? 6 : 3;

    /// <summary>How long the database stays away: longer than requests wait, and than an agent may be silent here.</summary>
    public static TimeSpan Outage => TimeSpan.FromSeconds(IsFull ? 20 : 10);

    /// <summary>A seed for each round.</summary>
    public static IEnumerable<int> Rounds =>
        int.TryParse(Environment.GetEnvironmentVariable("KEEPER_FAULTS_SEED"), CultureInfo.InvariantCulture, out var seed) ? [seed]
        : Enumerable.Range(1, IsFull ? 20 : 2);
}
