namespace Keeper.Agent.Files;

/// <summary>
/// All that changes the agent's durable files, so that a test can tell what a power failure would leave of them: a write
/// counts after <see cref="IDiskFile.Sync"/>, a name after <see cref="SyncFolder"/>.
/// </summary>
internal interface IDisk
{
    /// <summary>A file, made empty if it is not there.</summary>
    IDiskFile Open(string path);

    /// <summary>An empty file.</summary>
    IDiskFile Create(string path);

    /// <summary>Gives a file another's name.</summary>
    void Replace(string temporary, string path);

    /// <summary>Makes the names of the files in a folder survive.</summary>
    void SyncFolder(string folder);
}

/// <summary>An open file.</summary>
internal interface IDiskFile : IDisposable
{
    void SetLength(long length);

    void Write(IReadOnlyList<ReadOnlyMemory<byte>> pieces, long offset);

    void Sync();
}
