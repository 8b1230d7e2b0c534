using System.Globalization;

namespace Keeper.Storage.Sqlite;

/// <summary>
/// The data folder, held by one process at a time. The lock is the operating system's on an open file, so it ends with
/// the process however that ends; the file itself means nothing.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private const string LockFile = "keeper.lock";
    private const string OwnerFile = "keeper.pid";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    /// <summary>Makes the folder if need be, readable by its owner alone, and takes it.</summary>
    /// <exception cref="StoreUnavailableException">Another process has it, or it can't be made or written.</exception>
    public static DataFolder Take(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            Make(full);
            return new DataFolder(full, Lock(full));
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new StoreUnavailableException($"The data folder {full} can't be used: {fault.Message}", fault);
        }
        catch (IOException fault)
        {
            throw new StoreUnavailableException($"The data folder {full} can't be used: {fault.Message}", fault);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }

    private static FileStream Lock(string path)
    {
        FileStream held;
        try
        {
            held = new FileStream(
                System.IO.Path.Combine(path, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (File.Exists(System.IO.Path.Combine(path, LockFile)))
        {
            throw new StoreUnavailableException(
                $"The data folder {path} is in use by another Keeper{Owner(path)}. " +
                "Stop that one, or give this one another folder (Keeper:DataPath).", fault);
        }

        File.WriteAllText(
            System.IO.Path.Combine(path, OwnerFile), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return held;
    }

    // Beside the lock file, which nobody but its holder can read.
    private static string Owner(string path)
    {
        var file = System.IO.Path.Combine(path, OwnerFile);
        return File.Exists(file) ? $" (process {File.ReadAllText(file).Trim()})" : "";
    }
}
