namespace Keeper.Grains.Agents;

/// <summary>The platform's own version, which agents' versions are compared with.</summary>
internal static class PlatformVersion
{
    /// <summary>Major, minor and patch.</summary>
    public static string Text { get; } = typeof(PlatformVersion).Assembly.GetName().Version!.ToString(3);

    /// <summary>Whether an agent's version has the same major number. One that says nothing readable is not held against it.</summary>
    public static bool Matches(string? version) => Major(version) is not { } major || major == Major(Text);

    private static int? Major(string? version)
    {
        if (version is null)
            return null;
        var end = version.IndexOf('.', StringComparison.Ordinal);
        return int.TryParse(end < 0 ? version : version.AsSpan(0, end), out var major) ? major : null;
    }
}
