using System.Text.RegularExpressions;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>
/// Arguments of the kind <c>command</c>: run a program that the agent's own configuration allows. No shell reads them: the
/// program gets each argument as it stands.
/// </summary>
public sealed record CommandArguments
{
    /// <summary>The kind.</summary>
    public const string Kind = "command";

    /// <summary>What it does, for people.</summary>
    public const string About = "Run a program that the agent's own configuration allows.";

    /// <summary>Arguments that are sound.</summary>
    public const string Example = """{"file": "uptime", "args": ["-p"]}""";

    /// <summary>Most bytes that <see cref="OutputLimitBytes"/> may ask for.</summary>
    public const int MaxOutputBytes = 1 << 20;

    /// <summary>The program: its full path, or its file name alone.</summary>
    public required string File { get; init; }

    /// <summary>Its arguments, at most 100.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>What it reads from standard input, at most 64 Ki characters; may be a secret, nothing by default.</summary>
    public string? Stdin { get; init; }

    /// <summary>Environment variables besides the few that every command gets; each value may be a secret.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Absolute path of the folder in which it runs; the root folder by default.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Most bytes to keep of standard output, and as many of standard error: 1 to 1,048,576. Results hold 8,000 of each.</summary>
    public int OutputLimitBytes { get; init; } = MaxOutputBytes;

    /// <summary>The exit code that is good, 0 by default.</summary>
    public int ExpectExitCode { get; init; }

    /// <summary>What standard output, as far as a result holds it, must match.</summary>
    public Regex? ExpectOutput { get; init; }

    /// <summary>Reads the arguments; <see langword="null"/> when a fault was noted.</summary>
    public static CommandArguments? Read(ObjectReader reader)
    {
        var file = OneLine(
            reader, "file", required: true, "The program: its full path or its file name alone, as the agent's own configuration allows it.");
        var args = reader.Texts("args", 100, 8_192, about: "Its arguments, one each; no shell reads them.") ?? [];
        if (args.Any(a => a.Contains('\0')))
            reader.Fault("args", "must not contain the character NUL");
        var stdin = reader.SecretText("stdin", 64 * 1024, about: "What the program reads from standard input.");
        var environment = ReadEnvironment(reader);
        var folder = OneLine(
            reader, "workingDirectory", required: false, "Absolute path of the folder in which it runs; the root folder by default.");
        if (folder is not null && !Path.IsPathFullyQualified(folder) && !folder.StartsWith('/'))
            reader.Fault("workingDirectory", $"'{Names.Shorten(folder)}' is not an absolute path");
        var limit = reader.Number("outputLimitBytes", 1, MaxOutputBytes, otherwise: MaxOutputBytes,
            about: "Most bytes to keep of standard output, and as many of standard error.");
        var exitCode = reader.Number("expectExitCode", 0, int.MaxValue, otherwise: 0, about: "The exit code that is good.");
        var output = reader.Pattern("expectOutput", about: "Regular expression that standard output must match, as far as a result holds it.");
        reader.Done();
        return reader.Faulty ? null : new CommandArguments
        {
            File = file!,
            Args = args,
            Stdin = stdin,
            Environment = environment,
            WorkingDirectory = folder,
            OutputLimitBytes = limit,
            ExpectExitCode = exitCode,
            ExpectOutput = output,
        };
    }

    private static string? OneLine(ObjectReader reader, string field, bool required, string about)
    {
        var text = reader.Text(field, 1000, required, minLength: 1, about);
        if (text is not null && text.Any(char.IsControl))
            reader.Fault(field, "must not contain control characters");
        return text;
    }

    private static IReadOnlyDictionary<string, string> ReadEnvironment(ObjectReader reader)
    {
        var variables = reader.Map("environment", 50, 8_192, secrets: true,
            about: "Environment variables besides the few that every command gets.") ?? new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            if (name.Length is 0 or > 200 || name.AsSpan().ContainsAny('=', '\0'))
                reader.Fault("environment", $"'{Names.Shorten(name)}' is not the name of a variable");
            if (value.Contains('\0'))
                reader.Fault($"environment.{Names.Shorten(name)}", "must not contain the character NUL");
        }

        return variables;
    }
}
