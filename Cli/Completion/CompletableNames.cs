using System.CommandLine;

namespace Keeper.Cli.Completion;

/// <summary>Remembers which options and arguments take a name that the server knows.</summary>
internal sealed class CompletableNames
{
    private readonly Dictionary<Symbol, NameSource> _sources = [];

    public T Offer<T>(T symbol, NameSource source)
        where T : Symbol
    {
        _sources.Add(symbol, source);
        return symbol;
    }

    /// <summary>What the word at the end of a command line may be; <see langword="null"/> when the server knows nothing about it.</summary>
    /// <param name="command">The innermost command of the line.</param>
    /// <param name="before">The word before it.</param>
    /// <param name="word">What there is of it.</param>
    public NameSource? Find(Command command, string? before, string word)
    {
        if (command.Options.FirstOrDefault(o => o.Name == before || o.Aliases.Contains(before ?? "")) is { } option)
            return Source(option);
        return word.StartsWith('-') || command.Arguments.Count == 0 ? null : Source(command.Arguments[0]);
    }

    private NameSource? Source(Symbol symbol) => _sources.TryGetValue(symbol, out var source) ? source : null;
}
