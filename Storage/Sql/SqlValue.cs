namespace Keeper.Storage.Sql;

/// <summary>
/// One parameter of a write: text or a 64-bit integer, either of them possibly NULL. Typed even when NULL, so that a
/// prepared statement sees the same types every time; a struct, so that numbers are not boxed on the hot path.
/// </summary>
internal readonly record struct SqlValue
{
    private SqlValue(bool isText, string? text, long number, bool isNull)
    {
        IsText = isText;
        Text = text;
        Number = number;
        IsNull = isNull;
    }

    public bool IsText { get; }

    public string? Text { get; }

    public long Number { get; }

    public bool IsNull { get; }

    public static implicit operator SqlValue(string? text) => new(true, text, 0, text is null);

    public static implicit operator SqlValue(long number) => new(false, null, number, false);

    public static implicit operator SqlValue(int number) => new(false, null, number, false);

    public static implicit operator SqlValue(bool flag) => new(false, null, flag ? 1 : 0, false);

    public static implicit operator SqlValue(DateTimeOffset time) => new(false, null, SqlTime.ToMicroseconds(time), false);

    public static implicit operator SqlValue(DateTimeOffset? time) =>
        time is { } value ? value : new SqlValue(false, null, 0, true);
}
