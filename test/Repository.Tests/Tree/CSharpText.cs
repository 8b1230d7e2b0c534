using System.Text.RegularExpressions;

namespace Keeper.Repository.Tests.Tree;

/// <summary>As much C# as is needed to tell code from comments and strings.</summary>
internal static partial class CSharpText
{
    /// <summary>Blanks comments and strings out and keeps every line break, so that an index means the same place in both texts.</summary>
    public static string WithoutCommentsAndStrings(string text) =>
        CommentOrString().Replace(text, m => string.Create(m.Length, m.Value, static (span, original) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = original[i] == '\n' ? '\n' : ' ';
            }
        }));

    // In this order: raw strings, verbatim strings, strings, characters, comments.
    [GeneratedRegex("""
        (?<quotes>"{3,})[\s\S]*?\k<quotes>(?!")
        | \$?@\$?"(?:[^"]|"")*"
        | "(?:[^"\\\n]|\\.)*"
        | '(?:[^'\\\n]|\\.)+'
        | //[^\n]*
        | /\*[\s\S]*?\*/
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CommentOrString();
}
