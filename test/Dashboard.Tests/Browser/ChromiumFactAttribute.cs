namespace Keeper.Dashboard.Tests.Browser;

/// <summary>A test in the system's Chromium; where there is none it is skipped by name.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    public ChromiumFactAttribute()
    {
        if (Path is null)
            Skip = $"Needs Chromium at one of {string.Join(", ", Places)}.";
    }

    public static string? Path { get; } = Array.Find(Places, File.Exists);
}
