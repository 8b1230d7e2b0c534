using System.CommandLine;
using Keeper.Protocol.Validation;

namespace Keeper.Cli.Arguments;

/// <summary>Options that take a whole number and say their limits.</summary>
internal static class NumberOption
{
    public static Option<int> Create(string name, string description, int least, int most, int unsaid) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => unsaid,
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (!int.TryParse(text, out var number))
                result.AddError($"{name}: '{Names.Shorten(text)}' is not a whole number");
            else if (number < least || number > most)
                result.AddError($"{name}: {number} is out of range: {least} to {most}");
            return number;
        },
    };
}
