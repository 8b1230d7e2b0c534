using SQLitePCL;

namespace Keeper.Agent.Probes.Database.Sqlite;

/// <summary>Says what is wrong with a file in words that tell what to mend.</summary>
internal static class SqliteFaults
{
    public static string Describe(int code, string text) => (code & 0xFF) switch
    {
        raw.SQLITE_NOTADB => "the file is not a SQLite database, or is encrypted",
        raw.SQLITE_CORRUPT => $"the file is damaged: {text}",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"another process has locked the file ({text})",
        raw.SQLITE_CANTOPEN => $"the file can't be opened: {text}",
        raw.SQLITE_AUTH => "the statement does more than read",
        raw.SQLITE_PERM => $"this agent's user may not read the file ({text})",
        raw.SQLITE_READONLY => $"the file needs a repair that writes: {text}",
        raw.SQLITE_IOERR => $"the file can't be read: {text}",
        _ => $"{text} ({code})",
    };
}
