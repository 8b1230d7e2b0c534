using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;

namespace Keeper.Cli.Backup;

/// <summary>Finds the silo's program on this machine.</summary>
internal static class SiloProgram
{
    private static readonly string Name = OperatingSystem.IsWindows() ? "Keeper.Silo.exe" : "Keeper.Silo";

    /// <exception cref="UsageException">It is nowhere.</exception>
    public static string Find(CliHost host, string? option)
    {
        var named = option ?? host.Environment(RestoreCommand.SiloVariable);
        var candidates = named is null ? Beside() : [Path.GetFullPath(named, host.Directory)];
        return candidates.FirstOrDefault(File.Exists) ?? throw new UsageException(
            "--silo", $"there is no {string.Join(" and no ", candidates)}; name the silo's program, or run `Keeper.Silo restore FILE` yourself");
    }

    // Published together, or both as a build of the repository leaves them: Cli/bin/Debug/net10.0 and Silo/bin/Debug/net10.0.
    private static string[] Beside()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var beside = Path.Combine(own.FullName, Name);
        return own.Parent?.Parent?.Parent?.Parent is { } root
            ? [beside, Path.Combine(root.FullName, "Silo", "bin", own.Parent.Name, own.Name, Name)]
            : [beside];
    }
}
