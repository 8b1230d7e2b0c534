using Keeper.Agent.Permissions;
using Keeper.Agent.Probes.Database;
using Keeper.Agent.Probes.Log;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Permissions;

public sealed class ProtectedFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;

    public ProtectedFolderTests()
    {
        _data = Directory.CreateDirectory(_folder.Combine("data")).FullName;
        File.WriteAllText(Path.Combine(_data, "keeper.db"), "x");
    }

    private ProtectedFolder Limits => new(_data, "the data folder of the silo");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("data/keeper.db")]
    [InlineData("data/keeper.db-shm")]
    [InlineData("data/none/such.log")]
    [InlineData("data-of-others/../data/keeper.db")]
    [InlineData("link/keeper.db")]
    [InlineData("other.db")]
    public void CheckPath_LeadsIntoTheFolder_IsDeniedWithTheReason(string path)
    {
        Directory.CreateSymbolicLink(_folder.Combine("link"), _data);
        File.CreateSymbolicLink(_folder.Combine("other.db"), "data/keeper.db");

        var e = Assert.Throws<DeniedException>(() => Limits.CheckPath(_folder.Combine(path)));

        Assert.Equal($"denied: '{_folder.Combine(path)}' is in the data folder of the silo", e.Message);
    }

    [Theory]
    [InlineData("data")]
    [InlineData("data/")]
    [InlineData("data-of-others/app.log")]
    [InlineData("")]
    [InlineData("data/../app.log")]
    public void CheckPath_TheFolderItselfOrAnother_IsLetThrough(string path) => Limits.CheckPath(_folder.Combine(path));

    [Fact]
    public void And_OtherLimits_KeepsBoth()
    {
        var both = LocalLimits.None.And(Limits);

        both.CheckPath(_folder.Combine("app.log"));
        Assert.Throws<DeniedException>(() => both.CheckPath(Path.Combine(_data, "keeper.db")));
    }

    [Fact]
    public async Task Run_ProbeOfAFileInIt_IsDenied()
    {
        var file = Path.Combine(_data, "keeper.db");
        var log = new LogExecutorFactory(_folder.Combine("positions"));

        await Assert.ThrowsAsync<DeniedException>(() => RunAsync(Probe.Create(log, new { path = file, pattern = "x" })));
        await Assert.ThrowsAsync<DeniedException>(() => RunAsync(Probe.Create(new DatabaseExecutorFactory(), new { engine = "sqlite", database = file })));
    }

    private Task<TaskResult> RunAsync(Execution.IExecutor executor) =>
        executor.RunAsync(new Execution.InstructionContext("t1", 1, TimeProvider.System) { Limits = Limits }, CancellationToken.None);
}
