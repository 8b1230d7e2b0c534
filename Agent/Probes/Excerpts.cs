using Keeper.Agent.Execution;

namespace Keeper.Agent.Probes;

/// <summary>What a target said, short and on one line, for messages.</summary>
internal static class Excerpts
{
    private const int Length = 200;

    public static string Of(string text)
    {
        if (text.Length == 0)
            return "nothing";
        var cut = Results.Cut(text, Length);
        var line = string.Create(cut.Length, cut, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(source[i]) ? ' ' : source[i];
        });
        return $"'{line.Trim()}'";
    }
}
