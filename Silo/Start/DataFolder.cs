using Keeper.Storage;

namespace Keeper.Silo.Start;

/// <summary>The silo's data folder.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Place">
/// Tells it from the data folders of other processes on the same database; empty where the database is in the folder.
/// </param>
internal sealed record DataFolder(string Path, string Place = "")
{
    public static DataFolder Of(StorageOptions options)
    {
        var path = System.IO.Path.GetFullPath(options.DataPath);
        return new DataFolder(path, options.Provider == StorageProvider.Sqlite ? "" : $"{Environment.MachineName}:{path}");
    }
}
