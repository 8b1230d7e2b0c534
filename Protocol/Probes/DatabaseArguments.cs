using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>Arguments of the kind <c>database</c>: does a database take logins and answer queries as it should?</summary>
public sealed record DatabaseArguments
{
    /// <summary>The kind.</summary>
    public const string Kind = "database";

    /// <summary>What it does, for people.</summary>
    public const string About = "Does a database take logins and answer queries as it should?";

    /// <summary>Arguments that are sound.</summary>
    public const string Example =
        """{"engine": "postgresql", "host": "127.0.0.1", "user": "keeper", "password": {"secret": "db"}, "query": "SELECT count(*) FROM orders", "expect": "^[0-9]+$"}""";

    /// <summary>Which database, and so which protocol.</summary>
    public required DatabaseEngine Engine { get; init; }

    /// <summary>Host name or address; empty for sqlite, which needs none.</summary>
    public required string Host { get; init; }

    /// <summary>Port, 1 to 65535; the engine's usual one by default.</summary>
    public required int Port { get; init; }

    /// <summary>
    /// Name of the database, to 1,024 characters. For redis its number, for mongodb where the user is defined (<c>admin</c> by
    /// default), for sqlite the absolute path of the file.
    /// </summary>
    public string? Database { get; init; }

    /// <summary>User, to 128 characters. Without one, a server that asks for a login counts as alive.</summary>
    public string? User { get; init; }

    /// <summary>Password, to 1,024 characters; never in a result.</summary>
    public string? Password { get; init; }

    /// <summary>One statement that reads, to 16,384 characters; for redis one of <see cref="RedisReads.Commands"/>.</summary>
    public string? Query { get; init; }

    /// <summary>What must be answered.</summary>
    public DatabaseExpectation Expect { get; init; } = DatabaseExpectation.None;

    /// <summary>Whether to speak TLS, with a certificate that is good for the host.</summary>
    public bool Tls { get; init; }

    /// <summary>Whether any certificate is taken.</summary>
    public bool Insecure { get; init; }

    /// <summary>How long everything together may take; 1 to 300,000 ms, 10,000 by default.</summary>
    public int TimeoutMs { get; init; } = 10_000;

    /// <summary>
    /// Whether an attempt may be made twice: queries run where nothing can be written, which SQL Server alone does not offer.
    /// </summary>
    public bool IsRepeatable => Engine != DatabaseEngine.SqlServer || Query is null;

    /// <summary>Reads the arguments; <see langword="null"/> when a fault was noted.</summary>
    public static DatabaseArguments? Read(ObjectReader reader)
    {
        var engine = ReadEngine(reader);
        var host = Hosts.ReadOptional(reader, "host", "Host name or address; not needed for sqlite.", mayBeEmpty: true);
        var read = new DatabaseArguments
        {
            Engine = engine ?? default,
            Host = host ?? "",
            Port = reader.Number("port", 1, 65535, about: "Port; the engine's usual one by default.") ?? UsualPort(engine),
            Database = reader.Text("database", 1024, minLength: 1,
                about: "Name of the database; its number for redis, where the user is defined for mongodb, the file's absolute path for sqlite."),
            User = reader.Text("user", 128, minLength: 1, about: "User; without one, a server that asks for a login counts as alive."),
            Password = reader.SecretText("password", 1024, about: "Password."),
            Query = reader.Text("query", 16_384, minLength: 1, about: "One statement that reads; for redis one command that reads."),
            Expect = DatabaseExpectation.Read(reader, "expect"),
            Tls = reader.Flag("tls", about: "Speak TLS, with a certificate that is good for the host.") ?? false,
            Insecure = reader.Flag("insecure", about: "Take any certificate.") ?? false,
            TimeoutMs = reader.Number("timeoutMs", 1, 300_000, otherwise: 10_000, about: "How long everything together may take, in milliseconds."),
        };
        reader.Done();
        if (engine is not null)
            DatabaseRules.Check(read, reader);
        return reader.Faulty ? null : read;
    }

    private static DatabaseEngine? ReadEngine(ObjectReader reader) =>
        reader.Choice("engine", ["postgresql", "mysql", "redis", "sqlserver", "mongodb", "sqlite"], required: true, about: "Which database, and so which protocol.") switch
        {
            "postgresql" => DatabaseEngine.PostgreSql,
            "mysql" => DatabaseEngine.MySql,
            "redis" => DatabaseEngine.Redis,
            "sqlserver" => DatabaseEngine.SqlServer,
            "mongodb" => DatabaseEngine.MongoDb,
            "sqlite" => DatabaseEngine.Sqlite,
            _ => null,
        };

    private static int UsualPort(DatabaseEngine? engine) => engine switch
    {
        DatabaseEngine.PostgreSql => 5432,
        DatabaseEngine.MySql => 3306,
        DatabaseEngine.Redis => 6379,
        DatabaseEngine.SqlServer => 1433,
        DatabaseEngine.MongoDb => 27017,
        _ => 0,
    };
}
