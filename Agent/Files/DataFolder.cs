namespace Keeper.Agent.Files;

/// <summary>Holds the data folder for one agent: a second one on the same folder would run everything twice.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(FileStream fileLock) => _lock = fileLock;

    /// <exception cref="AgentStartException">The folder cannot be made or written, or another agent has it.</exception>
    public static DataFolder Open(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, "agent.lock");
            return new DataFolder(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AgentStartException($"The data folder '{folder}' cannot be used; does another agent use it? {e.Message}", e);
        }
    }

    public void Dispose() => _lock.Dispose();
}
