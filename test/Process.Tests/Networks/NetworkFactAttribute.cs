namespace Keeper.Process.Tests.Networks;

/// <summary>A test that builds networks: skipped, and saying why, where that is not possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NetworkFactAttribute : FactAttribute
{
    public NetworkFactAttribute()
    {
        var missing = new[] { "ip", "nft" }.Where(tool => !IsOnPath(tool)).ToList();
        if (!Environment.IsPrivilegedProcess)
            Skip = "needs root to make network namespaces";
        else if (missing.Count > 0)
            Skip = $"needs {string.Join(" and ", missing)}";
    }

    private static bool IsOnPath(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Append("/usr/sbin").Append("/sbin").Any(folder => File.Exists(Path.Combine(folder, tool)));
}
