namespace Keeper.Process.Tests.Harness;

/// <summary>The programs, as the build of the solution left them.</summary>
internal static class Executables
{
    private static readonly DirectoryInfo Output = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>The server.</summary>
    public static string Silo { get; } = Find("Silo", "Keeper.Silo");

    /// <summary>The agent.</summary>
    public static string Agent { get; } = Find("AgentHost", "Keeper.AgentHost");

    /// <summary>The operator's command line.</summary>
    public static string Cli { get; } = Find("Cli", "keeper");

    // test/Process.Tests/bin/<configuration>/<framework> → <project>/bin/<configuration>/<framework>
    private static string Find(string project, string name)
    {
        var root = Output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        var path = Path.Combine(root, project, "bin", Output.Parent!.Name, Output.Name, name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{project} is not built.", path);
    }
}
