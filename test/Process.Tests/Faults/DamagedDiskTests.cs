using Keeper.Process.Tests.Harness;

namespace Keeper.Process.Tests.Faults;

/// <summary>An agent whose files are not what it left: damaged, or taken from an old copy.</summary>
public sealed class DamagedDiskTests
{
    [Fact]
    public async Task AgentFiles_Damaged_AgentGoesOnAndNothingIsLost()
    {
        await using var fleet = await Fleet.StartAsync();
        var submission = fleet.SubmitAsync(0, FaultScale.Tasks);
        var agent = fleet.Agents[0];
        await Eventually.HoldsAsync(
            () => Task.FromResult(new FileInfo(Path.Combine(agent.Data, "outbox.log")).Length > 1_000), "reports in the agent's outbox");

        await agent.KillAsync();
        Damage(Path.Combine(agent.Data, "outbox.log"), seed: 1);
        Damage(Path.Combine(agent.Data, "attempts.log"), seed: 2);
        agent.Start();

        await agent.Process.Child.WaitForLineAsync("damaged records were skipped");
        var evidence = await fleet.StopAndReadAsync(await submission);
        Assert.Equal(FaultScale.Tasks, evidence.Tasks.Count);
        Assert.Empty(InvariantChecker.Faults(evidence, disksAreWhole: false));
    }

    [Fact]
    public async Task AgentDisk_RestoredFromAnOldCopy_NothingIsLostOrAcceptedTwice()
    {
        await using var fleet = await Fleet.StartAsync();
        var agent = fleet.Agents[0];
        var submission = fleet.SubmitAsync(0, FaultScale.Tasks);
        await fleet.Target.WhenArrivedAsync(FaultScale.Tasks / 4);
        await agent.KillAsync();
        var copy = Directory.GetFiles(agent.Data).ToDictionary(file => file, File.ReadAllBytes, StringComparer.Ordinal);
        agent.Start();
        await fleet.Target.WhenArrivedAsync(FaultScale.Tasks / 2);

        await agent.KillAsync();
        foreach (var (file, content) in copy)
            await File.WriteAllBytesAsync(file, content);
        agent.Start();

        var evidence = await fleet.StopAndReadAsync(await submission);
        Assert.Equal(FaultScale.Tasks, evidence.Tasks.Count);
        Assert.Empty(InvariantChecker.Faults(evidence, disksAreWhole: false));
    }

    /// <summary>Overwrites bytes here and there with others.</summary>
    private static void Damage(string path, int seed)
    {
        var bytes = File.ReadAllBytes(path);
        Assert.NotEmpty(bytes);
        var random = new Random(seed);
        for (var i = 0; i < 5; i++)
            bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
        File.WriteAllBytes(path, bytes);
    }
}
