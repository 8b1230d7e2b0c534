namespace Keeper.Protocol.Probes;

/// <summary>The databases that the kind <c>database</c> speaks with.</summary>
public enum DatabaseEngine
{
    /// <summary>PostgreSQL and what speaks its protocol, version 3.</summary>
    PostgreSql,

    /// <summary>MySQL and MariaDB.</summary>
    MySql,

    /// <summary>Redis and what speaks RESP2.</summary>
    Redis,

    /// <summary>Microsoft SQL Server, TDS 7.4.</summary>
    SqlServer,

    /// <summary>MongoDB from 4.4.2 on.</summary>
    MongoDb,

    /// <summary>A file of SQLite, version 3, on the agent's own host.</summary>
    Sqlite,
}
