using Keeper.Repository.Tests.Tree;

namespace Keeper.Repository.Tests.Projects;

/// <summary>Who may know whom (docs/architecture.md): any other edge between projects fails here.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Protocol"] = [],
        ["Orleans.Embedded"] = [],
        ["Storage"] = [],
        ["Grains.Interfaces"] = ["Protocol", "Orleans.Embedded"],
        ["Grains"] = ["Grains.Interfaces", "Protocol", "Storage", "Orleans.Embedded"],
        ["Tunnels"] = ["Protocol"],
        ["Gateway"] = ["Grains.Interfaces", "Protocol", "Tunnels", "Orleans.Embedded"],
        ["Dashboard"] = ["Grains.Interfaces", "Protocol", "Orleans.Embedded"],
        ["Client"] = ["Protocol"],
        ["Cli"] = ["Client"],
        ["Agent"] = ["Protocol", "Tunnels"],
        ["AgentHost"] = ["Agent"],
        ["Silo"] =
        [
            "Agent", "Dashboard", "Gateway", "Grains", "Grains.Interfaces", "Orleans.Embedded", "Protocol", "Storage", "Tunnels",
        ],
    };

    private static readonly Dictionary<string, string[]> AllowedPackages = new(StringComparer.Ordinal)
    {
        ["Storage"] = ["Dapper", "Microsoft.Data.Sqlite", "Npgsql", "SQLitePCLRaw.bundle_e_sqlite3"],
        ["Agent"] = ["Microsoft.Extensions.Logging.Abstractions", "SQLitePCLRaw.bundle_e_sqlite3"],
        ["Gateway"] = ["Microsoft.AspNetCore.OpenApi"],
        ["Dashboard"] = ["Radzen.Blazor"],
        ["Cli"] = ["Spectre.Console", "System.CommandLine", "YamlDotNet"],
        ["Silo"] =
        [
            "Microsoft.Orleans.Clustering.AdoNet", "Microsoft.Orleans.Persistence.AdoNet", "Microsoft.Orleans.Server",
        ],
    };

    [Fact]
    public void ProductProjects_OfTheTree_AllHaveARule() =>
        Faults.None(RepositoryTree.Projects.Where(p => p.IsProduct && !Allowed.ContainsKey(p.Name)).Select(p => p.Path));

    [Fact]
    public void ProductProjects_References_AreOnlyThoseAllowed()
    {
        var forbidden =
            from project in RepositoryTree.Projects
            where project.IsProduct
            from reference in project.References.Distinct(StringComparer.Ordinal)
            where !Allowed.GetValueOrDefault(project.Name, []).Contains(reference, StringComparer.Ordinal)
            select $"{project.Path} must not reference {reference}";

        Faults.None(forbidden);
    }

    [Fact]
    public void ProductProjects_Packages_AreOnlyThoseAllowed()
    {
        var forbidden =
            from project in RepositoryTree.Projects
            where project.IsProduct
            from package in project.Packages
            where !AllowedPackages.GetValueOrDefault(project.Name, []).Contains(package, StringComparer.Ordinal)
            select $"{project.Path} must not use package {package}";

        Faults.None(forbidden);
    }

    [Fact]
    public void TestProjects_References_NeverNameAnotherTestProject()
    {
        var forbidden =
            from project in RepositoryTree.Projects
            from reference in project.References
            where reference.EndsWith(".Tests", StringComparison.Ordinal)
            select $"{project.Path} must not reference {reference}";

        Faults.None(forbidden);
    }
}
