namespace Keeper.Storage.Sql;

/// <summary>
/// The text of a write with parameters <c>$1</c> to <c>$n</c>. Made once each, as static fields: the writer prepares
/// one statement per instance and keeps it, found by reference.
/// </summary>
internal sealed class SqlCommandText(string text)
{
    public string Text { get; } = text;

    public SqlStatement With(params SqlValue[] values) => new(this, values);
}

/// <summary>A write and its parameters: data, not a callback, so that a writer may reorder, pipeline and repeat it.</summary>
internal readonly record struct SqlStatement(SqlCommandText Command, SqlValue[] Values);

/// <summary>What one caller hands to the writer; it is committed with whatever else is waiting.</summary>
/// <param name="Statements">The statements, run in this order.</param>
/// <param name="IsAtomic">
/// Whether all of them have to affect a row, else none of them does anything. Otherwise each stands for itself.
/// </param>
internal sealed record SqlUnit(IReadOnlyList<SqlStatement> Statements, bool IsAtomic)
{
    public static SqlUnit Single(SqlStatement statement) => new([statement], false);

    public static SqlUnit Independent(IReadOnlyList<SqlStatement> statements) => new(statements, false);

    public static SqlUnit Atomic(params IReadOnlyList<SqlStatement> statements) => new(statements, true);
}
