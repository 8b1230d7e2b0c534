using System.Text.Json;
using System.Text.Json.Serialization;

namespace Keeper.Storage.Backup;

/// <summary>
/// A backup is gzip over lines of JSON, the same from every database: a header, then for each table a line with its name
/// and columns and a line per row (an array in the order of the columns), and an end with the counts and the SHA-256 of
/// all lines before it. A file without its end was cut off.
/// </summary>
internal static class BackupFormat
{
    public const string Name = "keeper-backup";

    /// <summary>Raised when a program that knows only earlier versions could not read the file.</summary>
    public const int Version = 1;

    /// <summary>Longest line in bytes: a row with the longest arguments, output and timeline, several times over.</summary>
    public const int MaxLine = 32 * 1024 * 1024;
}

/// <summary>First line.</summary>
internal sealed record BackupHeader(
    string Format, int Version, int Schema, string Incarnation, string Database, DateTimeOffset CreatedAt);

/// <summary>Begins a table.</summary>
internal sealed record BackupTable(string Table, IReadOnlyList<string> Columns);

/// <summary>Last line.</summary>
internal sealed record BackupEnd(IReadOnlyDictionary<string, long> Rows, string Sha256);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BackupHeader))]
[JsonSerializable(typeof(BackupTable))]
[JsonSerializable(typeof(BackupEnd))]
internal sealed partial class BackupJson : JsonSerializerContext;
