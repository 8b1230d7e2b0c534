using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Keeper.Testing;

/// <summary>
/// The processes that work in a folder: a server's own and those it has started, whoever their parent is by now. The dead
/// that nobody has buried are not among them.
/// </summary>
public static partial class ProcessesIn
{
    private const int NoSuchProcess = 3;

    /// <summary>Their ids.</summary>
    public static IReadOnlyList<int> Folder(string path) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(process => int.TryParse(Path.GetFileName(process), out _) && WorksIn(process) == path)
            .Select(process => int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture)),
    ];

    /// <summary>Sends a signal to every one; a process that is gone by then is passed over.</summary>
    public static void Send(string path, Signals signal)
    {
        foreach (var id in Folder(path))
        {
            if (kill(id, (int)signal) != 0 && Marshal.GetLastPInvokeError() != NoSuchProcess)
            {
                throw new Win32Exception(Marshal.GetLastPInvokeError(), $"kill({id}, {signal})");
            }
        }
    }

    private static string? WorksIn(string process)
    {
        try
        {
            return File.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: false)?.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it has ended, or is another user's
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);
}
