namespace Keeper.Agent.Files;

/// <summary>Holds the data folder for one agent: a second one on the same folder would run everything twice.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(FileStream fileLock) => _lock = fileLock;

    /// <exception cref="AgentStartException">The folder cannot be made or written, or another agent has it.</exception>
    public static DataFolder Open(string folder, IDisk? disk = null)
    {
        try
        {
            Make(Path.GetFullPath(folder), disk ?? Disk.Machine);
            var path = Path.Combine(folder, "agent.lock");
            return new DataFolder(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AgentStartException($"The data folder '{folder}' cannot be used; does another agent use it? {e.Message}", e);
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>Synced files are no use if a power failure takes the name of a new folder that they are in.</summary>
    private static void Make(string folder, IDisk disk)
    {
        var parents = new Stack<string>();
        for (var at = folder; !Directory.Exists(at) && Path.GetDirectoryName(at) is { } parent; at = parent)
            parents.Push(parent);
        Directory.CreateDirectory(folder);
        foreach (var parent in parents)
            disk.SyncFolder(parent);
    }
}
