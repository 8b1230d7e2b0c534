using Keeper.Agent.Files;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Files;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderSyncs _disk = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_NewFolder_MakesItsNameAndThoseAboveItLast()
    {
        using var opened = DataFolder.Open(_folder.Combine("keeper", "agent"), _disk);

        Assert.Equal([_folder.Path, _folder.Combine("keeper")], _disk.Folders);
    }

    [Fact]
    public void Open_FolderThatIsThere_SyncsNothing()
    {
        using var opened = DataFolder.Open(_folder.Path, _disk);

        Assert.Empty(_disk.Folders);
    }

    [Fact]
    public void Open_NameThatCannotBeMadeToLast_StartsNoAgent()
    {
        _disk.Fault = new IOException("no room");

        var fault = Assert.Throws<AgentStartException>(() => DataFolder.Open(_folder.Combine("agent"), _disk));

        Assert.Contains("no room", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Notes which folders are synced.</summary>
    private sealed class FolderSyncs : IDisk
    {
        public List<string> Folders { get; } = [];

        public IOException? Fault { get; set; }

        public IDiskFile Open(string path) => Disk.Machine.Open(path);

        public IDiskFile Create(string path) => Disk.Machine.Create(path);

        public void Replace(string temporary, string path) => Disk.Machine.Replace(temporary, path);

        public void SyncFolder(string folder)
        {
            if (Fault is not null)
                throw Fault;
            Folders.Add(folder);
        }
    }
}
