using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Keeper.Protocol.Operator;

namespace Keeper.Gateway.Operator;

/// <summary>
/// What lists give out as <c>next</c>. It carries the name of its list, so that a cursor that was made up, cut short or
/// taken from another list is refused instead of quietly listing from somewhere else.
/// </summary>
internal static class Cursors
{
    public static ItemPage<TTo> Page<TFrom, TTo>(string list, IReadOnlyList<TFrom> items, string? next, Func<TFrom, TTo> map) =>
        new([.. items.Select(map)], next is null ? null : Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{list}:{next}")));

    public static bool TryOpen(string list, string cursor, [NotNullWhen(true)] out string? inner)
    {
        inner = null;
        if (!Base64Url.IsValid(cursor))
            return false;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        if (!text.StartsWith($"{list}:", StringComparison.Ordinal))
            return false;
        inner = text[(list.Length + 1)..];
        return true;
    }
}
