namespace Keeper.Repository.Tests.Tree;

/// <summary>The repository that this test was built from, as it lies on disk.</summary>
internal static class RepositoryTree
{
    private static readonly string[] MadeFolders =
        ["bin", "obj", "artifacts", "data", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts", "_framework"];

    public static string Root { get; } = FindRoot();

    /// <summary>The folders at the root that hold sources, found by what the solution lists.</summary>
    public static IReadOnlyList<Project> Projects { get; } =
        [.. Files("*.csproj").Select(path => new Project(path)).OrderBy(p => p.Path, StringComparer.Ordinal)];

    public static IReadOnlyList<SourceFile> Sources { get; } = [.. Files("*.cs").Select(path => new SourceFile(path))];

    /// <summary>Files that people wrote, relative to the root and with forward slashes; nothing that a build or a run made.</summary>
    public static IEnumerable<string> Files(string pattern = "*") =>
        Walk(new DirectoryInfo(Root), pattern).Select(f => Path.GetRelativePath(Root, f.FullName).Replace('\\', '/'));

    public static string Read(string relativePath) => File.ReadAllText(Path.Combine(Root, relativePath));

    public static bool Exists(string relativePath) => Path.Exists(Path.Combine(Root, relativePath));

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder, string pattern) =>
        folder.EnumerateFiles(pattern).Concat(folder.EnumerateDirectories()
            .Where(d => !MadeFolders.Contains(d.Name, StringComparer.Ordinal) && (d.Name[0] != '.' || d.Name == ".ci"))
            .SelectMany(d => Walk(d, pattern)));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Keeper.Orleans.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Keeper.Orleans.sln above {AppContext.BaseDirectory}.");
    }
}
