using Keeper.Process.Tests.Harness;
using Keeper.Testing;

namespace Keeper.Process.Tests.Backup;

/// <summary>An old backup is restored under an agent that remembers what the platform has forgotten.</summary>
public sealed class RestoreTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private Installation _keeper = null!;

    private string File => _folder.Combine("keeper.backup");

    public async Task InitializeAsync() => _keeper = await Installation.StartAsync();

    public async Task DisposeAsync() => await _keeper.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Restore_OlderBackup_AgentRunsAgainWhatItSawInTheLostFuture()
    {
        // Nobody takes them before the backup: the agent is away.
        await _keeper.KillAgentAsync();
        var ids = await _keeper.Api.SubmitBatchAsync(Enumerable.Range(0, 20).Select(i => _keeper.Probe($"/{i}")));
        await SucceedAsync("backup", File);
        _keeper.StartAgent();
        foreach (var id in ids)
            Assert.Equal("SUCCEEDED", (string)(await _keeper.Api.EndOfAsync(id))["state"]!);
        var lost = await _keeper.Api.SubmitBatchAsync([_keeper.Probe("/lost")]);
        await _keeper.Api.EndOfAsync(lost[0]);

        await RestoreAsync();

        foreach (var id in ids)
        {
            var task = await _keeper.Api.EndOfAsync(id);
            Assert.Equal("SUCCEEDED", (string)task["state"]!);
            Assert.Empty(TimelineChecker.Faults(task));
        }

        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(2, _keeper.Target.Hits[$"/{i}"]));
        Assert.DoesNotContain(await _keeper.Api.TasksAsync(Installation.Vpc), t => (string)t["id"]! == lost[0]);
    }

    [Fact]
    public async Task Restore_SiloRuns_IsRefused()
    {
        await SucceedAsync("backup", File);

        var run = await _keeper.Silo.CliAsync("restore", File, "--data", _keeper.Silo.Data, "--force");

        Assert.Equal(7, run.ExitCode);
        Assert.Contains("in use by another Keeper", run.Output);
    }

    private async Task RestoreAsync()
    {
        await _keeper.KillSiloAsync();
        var refused = await _keeper.Silo.CliAsync("restore", File, "--data", _keeper.Silo.Data);
        Assert.Equal(7, refused.ExitCode);
        Assert.Contains("not empty", refused.Output);
        await SucceedAsync("restore", File, "--data", _keeper.Silo.Data, "--force");
        await _keeper.StartSiloAsync();
    }

    private async Task SucceedAsync(params string[] arguments)
    {
        var run = await _keeper.Silo.CliAsync(arguments);
        Assert.True(run.ExitCode == 0, run.Output);
    }
}
