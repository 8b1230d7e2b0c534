namespace Keeper.Agent.Files;

/// <summary>Replaces a file so that, whatever dies, either the old or the new content is there, whole.</summary>
internal static class AtomicFile
{
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";
        using (var stream = Create(temporary))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        Replace(temporary, path);
    }

    /// <summary>A file that only its owner can read, because identity and results may be secret.</summary>
    public static FileStream Create(string path) => new(path, Options(FileMode.Create));

    public static FileStream Open(string path) => new(path, Options(FileMode.OpenOrCreate));

    public static void Replace(string temporary, string path)
    {
        File.Move(temporary, path, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    private static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
