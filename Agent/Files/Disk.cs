namespace Keeper.Agent.Files;

/// <summary>The machine's disk. Its files can be read by their owner alone, because identity and results may be secret.</summary>
internal sealed class Disk : IDisk
{
    public static readonly Disk Machine = new();

    public IDiskFile Open(string path) => new OpenFile(path, FileMode.OpenOrCreate);

    public IDiskFile Create(string path) => new OpenFile(path, FileMode.Create);

    public void Replace(string temporary, string path) => File.Move(temporary, path, overwrite: true);

    public void SyncFolder(string folder) => DirectorySync.Flush(folder);

    private sealed class OpenFile(string path, FileMode mode) : IDiskFile
    {
        private readonly FileStream _stream = new(path, Options(mode));

        public void SetLength(long length) => _stream.SetLength(length);

        public void Write(IReadOnlyList<ReadOnlyMemory<byte>> pieces, long offset) =>
            RandomAccess.Write(_stream.SafeFileHandle, pieces, offset);

        public void Sync() => RandomAccess.FlushToDisk(_stream.SafeFileHandle);

        public void Dispose() => _stream.Dispose();

        private static FileStreamOptions Options(FileMode mode)
        {
            var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return options;
        }
    }
}
