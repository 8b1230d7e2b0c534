using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Keeper.Agent.Probes.Log;

/// <summary>
/// Opens ordinary files and nothing else, and never waits while it does: a FIFO without a writer would hold the base library's
/// open for ever, and reading a device can have effects.
/// </summary>
internal static partial class PlainFile
{
    private const int NoEntry = 2;
    private const int NoPermission = 13;
    private const int NoSuchDevice = 6;

    private const string NotPlain = "is not an ordinary file but a device, a pipe or a socket";

    /// <summary>The handle and what the system calls the file; or a failure, empty when there is no such file.</summary>
    public static (SafeFileHandle? Handle, string Id, string Failure) Open(string path)
    {
        if (Directory.Exists(path))
            return (null, "", "is a folder");
        try
        {
            return OperatingSystem.IsWindows() ? (OpenPortable(path), "", "") : OpenUnix(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, "", "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, "", $"cannot be read: {e.Message}");
        }
    }

    /// <summary>Where the opened file really is, whatever its path has become meanwhile; the path itself where nobody knows.</summary>
    public static string RealPath(SafeFileHandle handle, string path) =>
        OperatingSystem.IsLinux() ? new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget ?? path : path;

    /// <summary>
    /// Whether a path is an ordinary file, without opening it: closing what was opened would drop the locks that this process
    /// holds on the file, as the built-in agent's does on the platform's own database.
    /// </summary>
    public static bool IsPlain(string path)
    {
        const int here = -100;
        return OperatingSystem.IsLinux() ? Look(here, path, flags: 0).IsPlain : File.Exists(path);
    }

    private static SafeFileHandle OpenPortable(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static (SafeFileHandle? Handle, string Id, string Failure) OpenUnix(string path)
    {
        // Without waiting, without becoming its terminal, and not to be inherited by commands.
        var descriptor = Open(path, OperatingSystem.IsLinux() ? 0x800 | 0x100 | 0x80000 : 0x4 | 0x20000 | 0x1000000);
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError() switch
            {
                NoEntry => (null, "", ""),
                NoPermission => (null, "", $"may not be read by the agent's user, {Environment.UserName}"),
                NoSuchDevice => (null, "", NotPlain),
                _ => (null, "", $"cannot be read: {Marshal.GetLastPInvokeErrorMessage()}"),
            };
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        const int emptyPath = 0x1000;
        var (isPlain, id) = OperatingSystem.IsLinux() ? Look(descriptor, "", emptyPath) : (CanSeek(handle), "");
        if (isPlain)
            return (handle, id, "");
        handle.Dispose();
        return (null, "", NotPlain);
    }

    /// <summary>The layout of statx(2) is the same on every processor, unlike that of stat(2).</summary>
    private static (bool IsPlain, string Id) Look(int descriptor, string path, int flags)
    {
        const int basic = 0x7ff, typeMask = 0xF000, plain = 0x8000;
        var about = new byte[256];
        if (Stat(descriptor, path, flags, basic, about) != 0)
            return (false, "");
        var type = BinaryPrimitives.ReadUInt16LittleEndian(about.AsSpan(28)) & typeMask;
        var inode = BinaryPrimitives.ReadUInt64LittleEndian(about.AsSpan(32));
        var device = BinaryPrimitives.ReadUInt64LittleEndian(about.AsSpan(136));
        return (type == plain, $"{device:x}:{inode:x}");
    }

    private static bool CanSeek(SafeFileHandle handle)
    {
        try
        {
            return RandomAccess.GetLength(handle) >= 0;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Stat(int folder, string path, int flags, uint mask, [Out] byte[] about);
}
