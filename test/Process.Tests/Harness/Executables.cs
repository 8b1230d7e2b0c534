namespace Keeper.Process.Tests.Harness;

/// <summary>The programs, as the build of the solution left them.</summary>
internal static class Executables
{
    private static readonly DirectoryInfo Output = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    // test/Process.Tests/bin/<configuration>/<framework>
    private static readonly string Root = Output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    /// <summary>The server.</summary>
    public static string Silo { get; } = Find("Silo", "Keeper.Silo");

    /// <summary>The agent.</summary>
    public static string Agent { get; } = Find("AgentHost", "Keeper.AgentHost");

    /// <summary>The operator's command line.</summary>
    public static string Cli { get; } = Find("Cli", "keeper");

    /// <summary>The server in the Orleans form (docs/orleans.md), where that was built; it stands beside the other.</summary>
    public static string ClusterSilo { get; } = Path.Combine(Root, "Silo", "bin", "orleans", Output.Parent!.Name, Output.Name, "Keeper.Silo");

    /// <summary>The comparison with another prober.</summary>
    public static string ProbeComparison { get; } = Find("bench/Probes", "Keeper.Bench.Probes");

    // test/Process.Tests/bin/<configuration>/<framework> → <project>/bin/<configuration>/<framework>
    private static string Find(string project, string name)
    {
        var path = Path.Combine(Root, project, "bin", Output.Parent!.Name, Output.Name, name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{project} is not built.", path);
    }
}
