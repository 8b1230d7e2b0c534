using System.CommandLine;
using System.CommandLine.Parsing;
using Keeper.Protocol.Validation;

namespace Keeper.Cli.Arguments;

/// <summary>Options that take a duration and say their limits.</summary>
internal static class DurationOption
{
    public static Option<TimeSpan?> Create(string name, string description, TimeSpan least, TimeSpan most) =>
        new(name)
        {
            Description = description,
            HelpName = "DURATION",
            CustomParser = result => Parse(result, name, least, most),
        };

    /// <summary>An option whose duration counts whole seconds, as the API takes it.</summary>
    public static Option<TimeSpan?> CreateSeconds(string name, string description, int mostSeconds)
    {
        var option = Create(name, description, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(mostSeconds));
        var parse = option.CustomParser!;
        option.CustomParser = result =>
        {
            var duration = parse(result);
            if (duration is { } given && given.Ticks % TimeSpan.TicksPerSecond != 0)
                result.AddError($"{name}: {result.Tokens[^1].Value} is not a whole number of seconds");
            return duration;
        };
        return option;
    }

    /// <summary>What a <c>--wait</c> given without a duration means.</summary>
    public static Option<TimeSpan?> CreateWait(string description, TimeSpan unsaid)
    {
        var option = Create("--wait", description, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(7));
        var parse = option.CustomParser!;
        option.Arity = ArgumentArity.ZeroOrOne;
        option.CustomParser = result => result.Tokens.Count == 0 ? unsaid : parse(result);
        return option;
    }

    private static TimeSpan? Parse(ArgumentResult result, string name, TimeSpan least, TimeSpan most)
    {
        var text = result.Tokens[^1].Value;
        if (!Durations.TryParse(text, out var duration))
            result.AddError($"{name}: '{Names.Shorten(text)}' is not a duration: {Durations.Form}");
        else if (duration < least || duration > most)
            result.AddError($"{name}: {text} is out of range: {Durations.Format(least)} to {Durations.Format(most)}");
        else
            return duration;
        return null;
    }
}
