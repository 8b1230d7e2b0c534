namespace Keeper.Grains.Agents;

/// <summary>The platform's own version, which agents' versions are compared with.</summary>
internal static class PlatformVersion
{
    /// <summary>Major, minor and patch.</summary>
    public static string Text { get; } = typeof(PlatformVersion).Assembly.GetName().Version!.ToString(3);

    /// <summary>
    /// Whether this platform still serves an agent's version: all but those of an earlier major number, for the wire is only
    /// ever added to within one. A newer agent, or one that says nothing readable (third parties'), is not held against it.
    /// </summary>
    public static bool Matches(string? version) => Matches(version, Text);

    /// <summary>The same for a platform of another version.</summary>
    public static bool Matches(string? version, string platform) => Major(version) is not { } major || major >= Major(platform);

    private static int? Major(string? version)
    {
        if (version is null)
            return null;
        var end = version.IndexOf('.', StringComparison.Ordinal);
        return int.TryParse(end < 0 ? version : version.AsSpan(0, end), out var major) ? major : null;
    }
}
