using Keeper.Agent.Execution;

namespace Keeper.Agent.Probes;

/// <summary>What a target said, short and on one line, for messages.</summary>
internal static class Excerpts
{
    private const int Length = 200;
    private const int LineLength = 500;

    /// <summary>In quotation marks.</summary>
    public static string Of(string text) => text.Length == 0 ? "nothing" : $"'{Flat(Results.Cut(text, Length))}'";

    /// <summary>As the message itself.</summary>
    public static string Line(string text) => Flat(Results.Cut(text, LineLength));

    private static string Flat(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = char.IsControl(source[i]) ? ' ' : source[i];
    }).Trim();
}
