namespace Keeper.Storage.Sql;

/// <summary>Keyset paging: one row more than asked for tells whether there is a next page.</summary>
internal static class Paging
{
    public const int MaximumLimit = 1_000;

    private const int MaximumText = 1_000;

    /// <summary>How many rows to ask for.</summary>
    public static int Take(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaximumLimit);
        return limit + 1;
    }

    /// <summary>The pattern of a text filter; the database limits its length.</summary>
    public static string? Pattern(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, MaximumText, nameof(text));
        return SqlDialect.Contains(text);
    }

    public static Page<T> Page<T>(IReadOnlyList<T> rows, int limit, Func<T, string> cursor) =>
        rows.Count > limit ? new Page<T>([.. rows.Take(limit)], cursor(rows[limit - 1])) : new Page<T>(rows, null);
}
