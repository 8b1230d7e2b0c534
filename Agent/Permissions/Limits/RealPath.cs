namespace Keeper.Agent.Permissions.Limits;

/// <summary>Follows every link of a path, so that what is compared with a rule is what would be opened.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>
    /// The path without links, as far as it exists; <c>..</c> leads out of where a link led, as the system takes it.
    /// <see langword="null"/> when links go round in circles.
    /// </summary>
    public static string? Of(string path)
    {
        var rooted = Path.Combine(Environment.CurrentDirectory, path);
        var real = Path.GetPathRoot(rooted)!;
        var pending = new Stack<string>();
        Push(pending, rooted[real.Length..]);
        for (var links = 0; pending.TryPop(out var step);)
        {
            if (step == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, step);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
                return null;
            if (Path.IsPathRooted(target))
                real = Path.GetPathRoot(target)!;
            Push(pending, Path.IsPathRooted(target) ? target[real.Length..] : target);
        }

        return real;
    }

    /// <summary>
    /// Every place where a path may lead: some that open files shorten <c>..</c> first and follow links then, as
    /// <see cref="Of"/> does not.
    /// </summary>
    public static IEnumerable<string?> AllOf(string path)
    {
        yield return Of(path);
        if (Path.GetFullPath(path) is var shortened && shortened != path)
            yield return Of(shortened);
    }

    /// <summary>Whether a path is a folder or below it; both are real ones.</summary>
    public static bool IsWithin(string folder, string path)
    {
        var comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        var root = Path.TrimEndingDirectorySeparator(folder);
        return path.Equals(root, comparison)
            || path.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, comparison);
    }

    private static void Push(Stack<string> pending, string path)
    {
        var steps = path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        for (var i = steps.Length - 1; i >= 0; i--)
        {
            if (steps[i] != ".")
                pending.Push(steps[i]);
        }
    }
}
