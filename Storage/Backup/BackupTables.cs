namespace Keeper.Storage.Backup;

/// <summary>What is in a backup. A test fails when the schema has a table that is named nowhere here.</summary>
internal static class BackupTables
{
    /// <summary>Everything that is kept, in an order in which rows can be inserted.</summary>
    public static readonly IReadOnlyList<string> Kept =
        ["vpcs", "agents", "enrollment_tokens", "tasks", "api_keys", "audit", "grain_states"];

    /// <summary>
    /// What is not: the database's own (a restored one has a new incarnation), who is active on it, counts that triggers make
    /// anew, and links that sign in once within minutes.
    /// </summary>
    public static readonly IReadOnlyList<string> Left = ["meta", "lease", "task_totals", "sign_ins"];

    /// <summary>How a table is read. The log of changes gets new numbers, in the old order: nothing refers to them.</summary>
    public static string Query(string table) => table == "audit"
        ? "SELECT at, principal, action, target, detail FROM audit ORDER BY id"
        : $"SELECT * FROM {table}";
}
