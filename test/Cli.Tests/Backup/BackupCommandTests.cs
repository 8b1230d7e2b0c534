using Keeper.Cli.Tests.Fakes;
using Keeper.Testing;

namespace Keeper.Cli.Tests.Backup;

public sealed class BackupCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private FakeOperatorApi _api = null!;

    public async Task InitializeAsync() =>
        _api = (await FakeOperatorApi.StartAsync()).On("POST /api/v1/backup", new Reply(200, "all data", "application/gzip"));

    public async Task DisposeAsync() => await _api.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Backup_NewFile_HoldsTheAnswerForItsOwnerAlone()
    {
        var run = await RunAsync("backup", "b.keeper");

        Assert.Equal((0, "all data"), (run.Code, await File.ReadAllTextAsync(_folder.Combine("b.keeper"))));
        Assert.Equal("Bearer k-test", _api.Only.Authorization);
        Assert.Equal([_folder.Combine("b.keeper")], Directory.GetFiles(_folder.Path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.Combine("b.keeper")));
    }

    [Fact]
    public async Task Backup_FileThere_IsRefusedUntilForced()
    {
        await File.WriteAllTextAsync(_folder.Combine("b.keeper"), "older");

        var refused = await RunAsync("backup", "b.keeper");
        Assert.Equal((2, "older"), (refused.Code, await File.ReadAllTextAsync(_folder.Combine("b.keeper"))));
        Assert.Contains("is there already", refused.Error);
        Assert.Empty(_api.Requests.Items);

        Assert.Equal(0, (await RunAsync("backup", "b.keeper", "--force")).Code);
        Assert.Equal("all data", await File.ReadAllTextAsync(_folder.Combine("b.keeper")));
    }

    [Fact]
    public async Task Backup_ServerRefuses_LeavesNothingBehind()
    {
        _api.On("POST /api/v1/backup", Reply.Problem(403, "Not allowed"));

        var run = await RunAsync("backup", "b.keeper");

        Assert.Equal(4, run.Code);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Restore_NoSiloProgram_SaysWhatToDo()
    {
        var run = await RunAsync("restore", "b.keeper", "--silo", "nowhere/Keeper.Silo");

        Assert.Equal(2, run.Code);
        Assert.Contains("Keeper.Silo restore FILE", run.Error);
    }

    private Task<CliResult> RunAsync(params string[] args) =>
        new CliRun { Directory = _folder.Path }.Asking(_api).RunAsync(args);
}
