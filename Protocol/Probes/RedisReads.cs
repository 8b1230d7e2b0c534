using System.Collections.Frozen;
using System.Text;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>Commands of Redis that read and end: all that a query may be, because Redis has no read-only connections.</summary>
public static class RedisReads
{
    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Commands => Known;

    private static readonly FrozenSet<string> Known = new[]
    {
        "BITCOUNT", "DBSIZE", "EXISTS", "GET", "GETRANGE", "HEXISTS", "HGET", "HGETALL", "HKEYS", "HLEN", "HMGET", "HVALS",
        "INFO", "LASTSAVE", "LINDEX", "LLEN", "LRANGE", "MGET", "PING", "PTTL", "ROLE", "SCARD", "SISMEMBER", "SMEMBERS",
        "STRLEN", "TIME", "TTL", "TYPE", "XLEN", "XRANGE", "ZCARD", "ZCOUNT", "ZRANGE", "ZRANGEBYSCORE", "ZRANK", "ZSCORE",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The words of a command; what stands in double quotes is one word, in which a backslash takes the next character as it is.</summary>
    /// <returns>The words, or <see langword="null"/> when a quote is not closed.</returns>
    public static IReadOnlyList<string>? Split(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var words = new List<string>();
        var word = new StringBuilder();
        var (open, quoted) = (false, false);
        for (var i = 0; i < query.Length; i++)
        {
            var c = query[i];
            if (c == '"')
                (open, quoted) = (!open, true);
            else if (open && c == '\\' && i + 1 < query.Length)
                word.Append(query[++i]);
            else if (!open && char.IsWhiteSpace(c))
                End();
            else
                word.Append(c);
        }

        End();
        return open ? null : words;

        void End()
        {
            if (word.Length > 0 || quoted)
                words.Add(word.ToString());
            word.Clear();
            quoted = false;
        }
    }

    /// <summary>What is wrong with a query; <see langword="null"/> when nothing is.</summary>
    internal static string? Fault(string query) => Split(query) switch
    {
        null => "has a quote that is not closed",
        [] => "has no command",
        [var command, ..] when !Known.Contains(command) =>
            $"is the command '{Names.Shorten(command)}'; allowed are those that only read: {string.Join(", ", Known.Order(StringComparer.Ordinal))}",
        _ => null,
    };
}
