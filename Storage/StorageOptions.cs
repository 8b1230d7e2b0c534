namespace Keeper.Storage;

/// <summary>Which database.</summary>
public enum StorageProvider
{
    /// <summary>A file in the data folder; nothing to install.</summary>
    Sqlite = 0,

    /// <summary>A PostgreSQL server, for stand-by and clusters.</summary>
    PostgreSql = 1,
}

/// <summary>Where data lives: section <c>Keeper:Storage</c>, and <c>Keeper:DataPath</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Keeper:Storage";

    /// <summary>Which database.</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>How to reach a server; SQLite has none.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The data folder, from <c>Keeper:DataPath</c>.</summary>
    public string DataPath { get; set; } = "./data";

    /// <summary>How long a write may wait before it fails unwritten, 1 to 300 s.</summary>
    public int WriteTimeoutSeconds { get; set; } = 30;

    /// <summary>How long a query may take, 1 to 300 s.</summary>
    public int ReadTimeoutSeconds { get; set; } = 30;

    /// <summary>Queries that may run at a time, 1 to 100.</summary>
    public int Readers { get; set; } = 8;

    internal TimeSpan WriteTimeout => TimeSpan.FromSeconds(WriteTimeoutSeconds);

    internal TimeSpan ReadTimeout => TimeSpan.FromSeconds(ReadTimeoutSeconds);
}
