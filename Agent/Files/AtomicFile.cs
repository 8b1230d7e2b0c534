namespace Keeper.Agent.Files;

/// <summary>Replaces a file so that, whatever dies, either the old or the new content is there, whole.</summary>
internal static class AtomicFile
{
    public static void Write(string path, ReadOnlyMemory<byte> content, IDisk? disk = null)
    {
        disk ??= Disk.Machine;
        var temporary = path + ".new";
        using (var file = disk.Create(temporary))
        {
            file.Write([content], 0);
            file.Sync();
        }

        disk.Replace(temporary, path);
        disk.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
