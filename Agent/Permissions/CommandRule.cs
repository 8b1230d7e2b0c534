using System.Text.RegularExpressions;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Permissions;

/// <summary>One program that the platform may have run on this host, and how.</summary>
public sealed record CommandRule
{
    /// <summary>The rule's name, for refusals.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path of the program. Nothing is looked up on a search path.</summary>
    public required string File { get; init; }

    /// <summary>What each argument must match as a whole, in their order; <see langword="null"/> allows any arguments.</summary>
    public IReadOnlyList<Regex>? Args { get; init; } = [];

    /// <summary>Environment variables that an instruction may set.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Whether an instruction may give it standard input.</summary>
    public bool Stdin { get; init; }

    /// <summary>Folders in which, and below which, it may run; the root folder when an instruction names none.</summary>
    public IReadOnlyList<string> WorkingDirectories { get; init; } = [];

    /// <summary>The user as whom it runs; the agent's own when <see langword="null"/>.</summary>
    public string? User { get; init; }

    /// <summary>Reads a rule; <see langword="null"/> when a fault was noted.</summary>
    public static CommandRule? Read(ObjectReader reader)
    {
        var name = reader.Name("name", required: true);
        var file = reader.Text("file", 1000, required: true);
        if (file is not null && !Path.IsPathFullyQualified(file))
            reader.Fault("file", $"'{Names.Shorten(file)}' is not an absolute path");
        var args = ReadPatterns(reader);
        if (reader.Flag("anyArgs") == true)
            args = args.Count == 0 ? null : ContradictArgs(reader);
        var environment = reader.Texts("environment", 50, 200) ?? [];
        var stdin = reader.Flag("stdin") ?? false;
        var folders = reader.Texts("workingDirectories", 50, 1000) ?? [];
        foreach (var folder in folders.Where(f => !Path.IsPathFullyQualified(f)))
            reader.Fault("workingDirectories", $"'{Names.Shorten(folder)}' is not an absolute path");
        var user = reader.Text("user", 32, minLength: 1);
        if (user is not null && (user[0] == '-' || !user.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')))
            reader.Fault("user", $"'{user}' is not the name of a user");
        reader.Done();
        return reader.Faulty ? null : new CommandRule
        {
            Name = name!,
            File = file!,
            Args = args,
            Environment = environment,
            Stdin = stdin,
            WorkingDirectories = folders,
            User = user,
        };
    }

    private static List<Regex> ReadPatterns(ObjectReader reader)
    {
        var patterns = new List<Regex>();
        var place = 0;
        foreach (var text in reader.Texts("args", 100, 2000) ?? [])
        {
            try
            {
                patterns.Add(new Regex($@"\A(?:{text})\z", RegexOptions.CultureInvariant, ObjectReader.PatternTimeout));
            }
            catch (ArgumentException e)
            {
                reader.Fault($"args[{place}]", $"is not a regular expression: {e.Message}");
            }

            place++;
        }

        return patterns;
    }

    private static List<Regex> ContradictArgs(ObjectReader reader)
    {
        reader.Fault("anyArgs", "says that any arguments are allowed, and 'args' says which");
        return [];
    }
}
