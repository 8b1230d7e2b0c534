using System.Runtime.InteropServices;

namespace Keeper.Agent.Plugins;

/// <summary>
/// Whether a file can be changed by somebody who may not run programs as the agent. What belongs to another user, or may be
/// written by everybody, is not run. Ownership is checked on Linux, permissions on every Unix; on Windows the administrator's
/// access lists decide alone.
/// </summary>
internal static partial class FileTrust
{
    private const int MaxEntries = 10_000;

    /// <summary>Why not to trust a folder and everything in it; <see langword="null"/> when there is no reason.</summary>
    public static string? FaultOfTree(string folder)
    {
        var left = MaxEntries;
        return FaultOf(folder) ?? FaultOfEntries(folder, ref left);
    }

    /// <summary>Why not to trust one file or folder, links followed.</summary>
    public static string? FaultOf(string path)
    {
        if (OperatingSystem.IsWindows())
            return null;
        if ((File.GetUnixFileMode(path) & UnixFileMode.OtherWrite) != UnixFileMode.None)
            return $"'{path}' may be written by everybody";
        return OperatingSystem.IsLinux() && OwnerOf(path) is var owner && owner != 0 && owner != EffectiveUser()
            ? $"'{path}' belongs to user {owner}, neither to root nor to the agent's user {EffectiveUser()}" : null;
    }

    /// <summary>Why not to trust what a path leads through: a folder that everybody may write to lets everybody put something else there.</summary>
    public static string? FaultOfParents(string path)
    {
        if (OperatingSystem.IsWindows())
            return null;
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            // Where everybody may write but only owners may rename (/tmp), nobody can put something else there.
            if ((File.GetUnixFileMode(folder) & (UnixFileMode.OtherWrite | UnixFileMode.StickyBit)) == UnixFileMode.OtherWrite)
                return $"'{folder}', which is above it, may be written by everybody";
        }

        return null;
    }

    private static string? FaultOfEntries(string folder, ref int left)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (--left < 0)
                return $"'{folder}' and what is beside it are more than {MaxEntries} files";
            if (FaultOfEntry(entry) is { } fault)
                return fault;
            if (entry is DirectoryInfo { LinkTarget: null } && FaultOfEntries(entry.FullName, ref left) is { } inside)
                return inside;
        }

        return null;
    }

    private static string? FaultOfEntry(FileSystemInfo entry)
    {
        try
        {
            return FaultOf(entry.FullName);
        }
        catch (IOException) when (entry.LinkTarget is not null)
        {
            // A link is trusted like its target; where it leads nowhere, or in a circle, there is nothing to run.
            return null;
        }
    }

    private static uint OwnerOf(string path)
    {
        const int currentFolder = -100;
        const uint owner = 0x8;
        try
        {
            return Status(currentFolder, path, 0, owner, out var status) == 0
                ? status.Owner : throw new IOException($"the owner of '{path}' cannot be read: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        catch (EntryPointNotFoundException e)
        {
            throw new IOException($"the owner of '{path}' cannot be read: this system's C library is too old", e);
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Status(int folder, string path, int flags, uint mask, out FileStatus status);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUser();

    /// <summary><c>struct statx</c>, which is the same on every processor.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(20)]
        public uint Owner;
    }
}
