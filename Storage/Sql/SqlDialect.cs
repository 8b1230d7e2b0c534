namespace Keeper.Storage.Sql;

/// <summary>The few places where the databases' SQL differs in queries.</summary>
internal abstract class SqlDialect
{
    /// <summary>Folder of its migrations.</summary>
    public abstract string Migrations { get; }

    /// <summary>A condition that a column's value is in a list parameter.</summary>
    public abstract string In(string column, string parameter);

    /// <summary>A condition that a column contains a pattern made by <see cref="Contains"/>, in any case of ASCII letters.</summary>
    public abstract string Like(string column, string parameter);

    /// <summary>The pattern that finds a text literally, wherever it stands.</summary>
    public static string Contains(string text) =>
        '%' + text.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal) + '%';
}
