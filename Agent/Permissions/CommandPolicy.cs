using System.Text.RegularExpressions;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Permissions;

/// <summary>Decides whether a command may run here. What no rule allows is denied.</summary>
internal sealed class CommandPolicy(IReadOnlyList<CommandRule> rules)
{
    /// <summary>The rule that allows a command; otherwise why nothing does, rule by rule.</summary>
    public (CommandRule? Rule, string Refusal) Find(CommandArguments command)
    {
        if (rules.Count == 0)
            return (null, "denied: nothing allows it; this agent's configuration allows no commands");
        var named = rules.Where(r => IsNamed(r, command.File)).ToList();
        if (named.Count == 0)
            return (null, $"denied: nothing allows it; no command rule of this agent names the program '{Names.Shorten(command.File)}'");
        var refusals = new List<string>();
        foreach (var rule in named)
        {
            if (RefusalOf(rule, command) is not { } refusal)
                return (rule, "");
            refusals.Add($"rule '{rule.Name}' {refusal}");
        }

        return (null, $"denied: nothing allows it; {string.Join("; ", refusals)}");
    }

    private static bool IsNamed(CommandRule rule, string file) =>
        file == rule.File || (!file.AsSpan().ContainsAny('/', '\\') && file == Path.GetFileName(rule.File));

    private static string? RefusalOf(CommandRule rule, CommandArguments command)
    {
        if (RefusalOfArguments(rule.Args, command.Args) is { } refusal)
            return refusal;
        if (command.Stdin is not null && !rule.Stdin)
            return "allows no standard input";
        if (command.Environment.Keys.FirstOrDefault(v => !rule.Environment.Contains(v, StringComparer.Ordinal)) is { } variable)
            return $"does not allow the environment variable '{Names.Shorten(variable)}'";
        if (command.WorkingDirectory is { } folder && !rule.WorkingDirectories.Any(allowed => IsWithin(allowed, folder)))
            return $"does not allow the folder '{Names.Shorten(folder)}'";
        return null;
    }

    private static string? RefusalOfArguments(IReadOnlyList<Regex>? patterns, IReadOnlyList<string> args)
    {
        if (patterns is null)
            return null;
        if (patterns.Count != args.Count)
            return $"wants {patterns.Count} arguments, not {args.Count}";
        for (var i = 0; i < args.Count; i++)
        {
            if (!Matches(patterns[i], args[i]))
                return $"does not allow '{Names.Shorten(args[i])}' as argument {i + 1}";
        }

        return null;
    }

    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            // What could not be found to match is not allowed.
            return false;
        }
    }

    /// <summary>The path is made plain first: <c>/srv/../etc</c> is not within <c>/srv</c>.</summary>
    private static bool IsWithin(string allowed, string folder)
    {
        var (root, plain) = (Path.TrimEndingDirectorySeparator(Path.GetFullPath(allowed)), Path.GetFullPath(folder));
        return plain == root || plain.StartsWith(root.EndsWith('/') ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }
}
