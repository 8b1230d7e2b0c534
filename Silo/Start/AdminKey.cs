using System.Text;
using Keeper.Grains.Access;
using Keeper.Protocol.Security;
using Keeper.Storage;
using Keeper.Storage.Access;

namespace Keeper.Silo.Start;

/// <summary>
/// The key <c>admin</c>. The first start makes it and writes it to <c>admin.key</c> in the data folder, readable by the
/// owner alone; a key file that is there already is kept and made valid. Each data folder of a database has its own.
/// </summary>
internal static class AdminKey
{
    public const string Name = "admin";

    public static string PathIn(string dataPath) => Path.Combine(dataPath, "admin.key");

    public static async Task EnsureAsync(IStore store, DataFolder data, TimeProvider time, CancellationToken cancellation)
    {
        var key = await OfAsync(data, time, cancellation);
        if (await store.Access.FindKeyAsync(key.Hash, cancellation) is null)
            await store.Access.PutKeyAsync(key, cancellation);
    }

    /// <summary>The key of a data folder, made now if it has none.</summary>
    public static async Task<ApiKeyRow> OfAsync(DataFolder data, TimeProvider time, CancellationToken cancellation)
    {
        var path = PathIn(data.Path);
        var key = File.Exists(path) ? (await File.ReadAllTextAsync(path, cancellation)).Trim() : await WriteAsync(path, cancellation);
        if (key.Length == 0)
            throw new IOException($"{path} is empty; delete it to get a new key, or put the key back.");
        return new ApiKeyRow(Name, Secrets.Hash(key), (int)Role.Admin, time.GetUtcNow(), data.Place);
    }

    private static async Task<string> WriteAsync(string path, CancellationToken cancellation)
    {
        var key = Secrets.NewApiKey();
        // Under its final name only when it is complete: a start that is killed here leaves no half a key behind.
        var draft = path + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new FileStream(draft, options))
        {
            await file.WriteAsync(Encoding.ASCII.GetBytes(key), cancellation);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path);
        return key;
    }
}
