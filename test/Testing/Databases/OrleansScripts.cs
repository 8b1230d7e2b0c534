namespace Keeper.Testing;

/// <summary>
/// Orleans' own database scripts. They belong to Orleans' sources and not to its packages or to this tree; a variable says
/// where a checkout of them is (docs/orleans.md).
/// </summary>
public static class OrleansScripts
{
    /// <summary>The variable: the folder <c>src/AdoNet</c> of a checkout.</summary>
    public const string Variable = "KEEPER_ORLEANS_SCRIPTS";

    private static readonly string[] Needed =
    [
        "Shared/PostgreSQL-Main.sql",
        "Orleans.Clustering.AdoNet/PostgreSQL-Clustering.sql",
        "Orleans.Persistence.AdoNet/PostgreSQL-Persistence.sql",
    ];

    /// <summary>What they are run with.</summary>
    public static IReadOnlyList<string> Programs { get; } = ["psql"];

    /// <summary>What is missing; <see langword="null"/> when nothing is.</summary>
    public static string? Missing() => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => $"needs {Variable}: the folder src/AdoNet of Orleans' sources",
        var folder when Paths(folder).FirstOrDefault(path => !File.Exists(path)) is { } absent => $"{Variable}: there is no {absent}",
        _ => ProgramPath.Missing(Programs),
    };

    /// <summary>Makes Orleans' tables in a database.</summary>
    /// <param name="server">The server.</param>
    /// <param name="database">The database's name.</param>
    public static async Task ApplyAsync(PostgreSqlProcess server, string database)
    {
        ArgumentNullException.ThrowIfNull(server);
        var result = await ChildProcess.RunAsync(
            "psql",
            [
                "-h", server.SocketFolder, "-U", "keeper", "-d", database, "-q", "-v", "ON_ERROR_STOP=1", "-1",
                .. Paths(Environment.GetEnvironmentVariable(Variable)!).SelectMany(path => new[] { "-f", path }),
            ]).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"psql ended with {result.ExitCode}: {result.Output}");
        }
    }

    private static IEnumerable<string> Paths(string folder) => Needed.Select(script => Path.Combine(folder, script));
}
