using Keeper.Process.Tests.Harness;
using Xunit.Abstractions;

namespace Keeper.Process.Tests.Faults;

/// <summary>kill -9 of whatever there is, alone and together, in any order, while tasks are submitted and run.</summary>
public sealed class RandomKillTests(ITestOutputHelper output)
{
    public static TheoryData<int> Seeds => [.. FaultScale.Rounds];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Kill_AnythingDuringLoad_LosesNothing(int seed)
    {
        await using var fleet = await Fleet.StartAsync();

        await KillDuringLoadAsync(fleet, seed);
    }

    [PostgreSqlTheory]
    [MemberData(nameof(Seeds))]
    public async Task Kill_AnythingAndPostgreSqlDuringLoad_LosesNothing(int seed)
    {
        await using var fleet = await Fleet.StartAsync(await PostgreSqlFleetDatabase.CreateAsync());

        await KillDuringLoadAsync(fleet, seed);
    }

    private async Task KillDuringLoadAsync(Fleet fleet, int seed)
    {
        var random = new Random(seed);
        var submission = fleet.SubmitAsync(0, FaultScale.Tasks);
        for (var kill = 0; kill < FaultScale.Kills; kill++)
        {
            // A number of requests at the target, not a time: it means the same on any machine.
            await fleet.Target.WhenArrivedAsync((FaultScale.Tasks * kill / (FaultScale.Kills + 1)) + random.Next(1, 15));
            await KillAsync(fleet, random);
        }

        var evidence = await fleet.StopAndReadAsync(await submission);

        Assert.Equal(FaultScale.Tasks, evidence.Tasks.Count);
        Assert.Empty(InvariantChecker.Faults(evidence));
        // Only what must not run twice may have an unknown end.
        Assert.All(evidence.Tasks.Values.Where(t => t.State != "SUCCEEDED"), t => Assert.Contains("/once/", t.Url, StringComparison.Ordinal));
        output.WriteLine($"seed {seed}: {evidence.Tasks.Count} tasks; {string.Join(", ", evidence.Tasks.Values.CountBy(t => t.State))}; "
            + $"{evidence.Tasks.Values.Count(t => t.Attempt > 1)} repeated");
    }

    /// <summary>Kills some of silo, agents and database at the same time, and starts them again in any order, none waiting for another.</summary>
    private static async Task KillAsync(Fleet fleet, Random random)
    {
        List<(Func<Task> Kill, Func<Task> Start)> all = [(fleet.KillSiloAsync, fleet.StartSiloAsync)];
        foreach (var agent in fleet.Agents)
            all.Add((agent.KillAsync, () => Started(agent)));
        if (fleet.Database is { } database)
            all.Add((database.KillAsync, database.StartAsync));
        var victims = random.GetItems(all.ToArray(), random.Next(1, 4)).Distinct().ToArray();

        await Task.WhenAll(victims.Select(v => v.Kill()));
        random.Shuffle(victims);
        await Task.WhenAll(victims.Select(v => v.Start()));
    }

    private static Task Started(FleetAgent agent)
    {
        agent.Start();
        return Task.CompletedTask;
    }
}
