using System.Globalization;
using System.Text.Json;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>What the engines of the kind <c>database</c> ask of each other's fields.</summary>
internal static class DatabaseRules
{
    /// <summary>Read-only transactions of MySQL and MariaDB stop what changes rows, but not everything that changes tables.</summary>
    private static readonly string[] MySqlReads = ["SELECT", "SHOW", "WITH", "EXPLAIN", "DESCRIBE", "DESC", "TABLE", "VALUES", "CHECKSUM"];

    public static void Check(DatabaseArguments read, ObjectReader reader)
    {
        if (read.Engine == DatabaseEngine.Sqlite)
            CheckFile(read, reader);
        else if (read.Host.Length == 0)
            CheckHost(reader);
        if (read.Insecure && !read.Tls)
            reader.Fault("insecure", "is for tls only");
        if (read.Engine == DatabaseEngine.Redis)
            CheckRedis(read, reader);
        else if (read.Password is not null && read.User is null)
            reader.Fault("password", "needs a user");
        if (read.Engine == DatabaseEngine.MySql && read.Query is { } query && !MySqlReads.Contains(FirstWord(query), StringComparer.OrdinalIgnoreCase))
            reader.Fault("query", $"begins with '{Names.Shorten(FirstWord(query))}'; allowed are {string.Join(", ", MySqlReads)}");
        if (read.Engine == DatabaseEngine.MongoDb && read.Query is not null)
            reader.Fault("query", "is not for mongodb");
        else if (read.Expect.NeedsQuery && read.Query is null)
            reader.Fault("expect", "of rows or a value needs a query");
        if (NeedsUser(read) && read.User is null)
            reader.Fault("user", "is required for a query or a role");
    }

    private static string FirstWord(string query) => string.Concat(query.TrimStart().TakeWhile(c => !char.IsWhiteSpace(c)));

    private static bool NeedsUser(DatabaseArguments read) =>
        read.Engine is DatabaseEngine.PostgreSql or DatabaseEngine.MySql or DatabaseEngine.SqlServer
        && (read.Query is not null || read.Expect.Role is not null);

    /// <summary>Whoever always sends a host may leave it empty for a file; everywhere else that is a mistake.</summary>
    private static void CheckHost(ObjectReader reader)
    {
        if (reader.Value("host") is not { } given)
            reader.Fault("host", "is required");
        else if (given.ValueKind == JsonValueKind.String)
            reader.Fault("host", "must not be empty");
    }

    private static void CheckFile(DatabaseArguments read, ObjectReader reader)
    {
        if (read.Database is null && reader.Value("database") is null)
            reader.Fault("database", "is required: the file's path");
        else if (read.Database is { } path && !IsAbsolute(path))
            reader.Fault("database", $"'{Names.Shorten(path)}' is not an absolute path");
        foreach (var field in (ReadOnlySpan<string>)["port", "user", "password", "tls"])
        {
            if (reader.Value(field) is not null)
                reader.Fault(field, "is not for sqlite");
        }

        if (read.Expect.Role is not null)
            reader.Fault("expect.role", "is not for sqlite");
    }

    /// <summary>By either system's rule: the platform may run on another than the agent.</summary>
    private static bool IsAbsolute(string path) => path[0] == '/' || (path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':');

    private static void CheckRedis(DatabaseArguments read, ObjectReader reader)
    {
        if (read.Database is { } database && !ushort.TryParse(database, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            reader.Fault("database", $"is '{Names.Shorten(database)}'; allowed are 0 to 65535");
        if (read.User is not null && read.Password is null)
            reader.Fault("user", "needs a password");
        if (read.Query is { } query && RedisReads.Fault(query) is { } fault)
            reader.Fault("query", fault);
    }
}
