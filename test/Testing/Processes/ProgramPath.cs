namespace Keeper.Testing;

/// <summary>The programs that this machine has.</summary>
public static class ProgramPath
{
    /// <summary>What is missing on the PATH; <see langword="null"/> when nothing is.</summary>
    /// <param name="programs">Names of programs.</param>
    public static string? Missing(IEnumerable<string> programs)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var missing = programs.Where(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program)))).ToList();
        return missing.Count == 0 ? null : $"needs {string.Join(" and ", missing)} on the PATH";
    }
}
