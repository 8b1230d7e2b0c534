using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Keeper.Agent.Probes.Database.Sqlite;

/// <summary>
/// The native library of SQLite. It lies beside the program, but the agent in one file has it inside: there it is unpacked
/// when it is first needed, so that an agent with nowhere to write still starts and does everything else.
/// </summary>
internal static class SqliteLibrary
{
    private const string Name = "e_sqlite3";

    private static readonly Lazy<bool> Loaded = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        Batteries_V2.Init();
        return true;
    });

    /// <summary>Once: the resolver is asked for each function, and a second copy of the library would know nothing of the first.</summary>
    private static readonly Lazy<nint> Unpacked = new(Unpack);

    /// <summary>Makes SQLite ready; the same again costs nothing.</summary>
    public static void Load() => _ = Loaded.Value;

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Name)
            return 0;
        if (NativeLibrary.TryLoad(name, assembly, path, out var library))
            return library;
        return Unpacked.Value;
    }

    private static nint Unpack()
    {
        using var packed = Assembly.GetEntryAssembly()?.GetManifestResourceStream(Name);
        if (packed is null)
            return 0;
        var folder = Directory.CreateTempSubdirectory("keeper-sqlite-");
        try
        {
            var file = Path.Combine(folder.FullName, Name);
            using (var unpacked = File.Create(file))
                packed.CopyTo(unpacked);
            return NativeLibrary.Load(file);
        }
        finally
        {
            Remove(folder);
        }
    }

    /// <summary>Linux lets a loaded library go from the folder, Windows does not.</summary>
    private static void Remove(DirectoryInfo folder)
    {
        if (!OperatingSystem.IsWindows())
            folder.Delete(recursive: true);
    }
}
