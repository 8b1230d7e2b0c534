using System.Text.RegularExpressions;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>How many matching lines are good; <see langword="null"/> where there is no limit.</summary>
/// <param name="AtMost">Most matching lines since the last check.</param>
/// <param name="AtLeast">Fewest matching lines since the last check.</param>
public sealed record LogExpectation(int? AtMost, int? AtLeast)
{
    internal static LogExpectation Read(ObjectReader reader)
    {
        var most = reader.Number("atMost", 0, int.MaxValue, about: "Most matching lines since the last check.");
        var least = reader.Number("atLeast", 0, int.MaxValue, about: "Fewest matching lines since the last check.");
        if (least > most)
            reader.Fault("atLeast", $"is {least}, which is more than atMost, {most}");
        reader.Done();
        return new(most, least);
    }
}

/// <summary>Arguments of the kind <c>log</c>: what has been written to a log file since the last check.</summary>
public sealed partial record LogArguments
{
    /// <summary>The kind.</summary>
    public const string Kind = "log";

    /// <summary>What it does, for people.</summary>
    public const string About = "Count what was written to a log file since the last check: matching lines, levels and captured values.";

    /// <summary>Arguments that are sound.</summary>
    public const string Example = """{"path": "/var/log/app.log", "pattern": "timeout after (?<ms>[0-9]+) ms", "expect": {"atMost": 10}}""";

    /// <summary>Default of <see cref="MaxBytes"/>.</summary>
    public const int DefaultMaxBytes = 8 << 20;

    /// <summary>Most named groups of <see cref="Pattern"/>, because each becomes several figures.</summary>
    public const int MaxGroups = 6;

    /// <summary>Absolute path; its file name may hold one <c>*</c>, and then the newest file that fits is read.</summary>
    public required string Path { get; init; }

    /// <summary>What a line must match to be counted; every named group is counted by its values, numbers are summed up.</summary>
    public required Regex Pattern { get; init; }

    /// <summary>Most bytes that one check reads, 1,024 to 67,108,864; of more only the newest are read.</summary>
    public int MaxBytes { get; init; } = DefaultMaxBytes;

    /// <summary>How many matching lines are good.</summary>
    public LogExpectation Expect { get; init; } = new(null, null);

    /// <summary>Whether the first check reads what the file already holds instead of starting at its end, expecting nothing.</summary>
    public bool FromStart { get; init; } = true;

    /// <summary>Name of the place where the last check ended; checks of one file with one name share it. The pattern stands for it when absent.</summary>
    public string? Position { get; init; }

    /// <summary>Reads the arguments; <see langword="null"/> when a fault was noted.</summary>
    public static LogArguments? Read(ObjectReader reader)
    {
        var path = ReadPath(reader);
        var pattern = reader.Pattern("pattern", required: true,
            about: "Regular expression of the lines to count. Named groups are counted by value; of numbers also sum, average and extremes.");
        if (pattern?.GetGroupNames().Count(IsName) > MaxGroups)
            reader.Fault("pattern", $"has {pattern.GetGroupNames().Count(IsName)} named groups; allowed are at most {MaxGroups}");
        var bytes = reader.Number("maxBytes", 1024, 64 << 20, otherwise: DefaultMaxBytes,
            about: "Most bytes that one check reads; of more only the newest are read.");
        var expect = reader.Group("expect", LogExpectation.Read, about: "How many matching lines are good.");
        var from = reader.Choice("from", ["start", "end"], otherwise: "start", about: "Where the first check of a file begins; at the end it counts and expects nothing.");
        var position = reader.Name("position", about: "Name of the place where the last check ended, for checks that are to share it.");
        reader.Done();
        return reader.Faulty ? null : new LogArguments
        {
            Path = path!,
            Pattern = pattern!,
            MaxBytes = bytes,
            Expect = expect ?? new(null, null),
            FromStart = from == "start",
            Position = position,
        };
    }

    /// <summary>Whether a group of a regular expression was given a name.</summary>
    public static bool IsName(string group) => !char.IsAsciiDigit(group[0]);

    private static string? ReadPath(ObjectReader reader)
    {
        var path = reader.Text("path", 1000, required: true, about: "Absolute path of the file; its name may hold one *: the newest that fits.");
        if (path is null)
            return null;
        if (!IsAbsolute().IsMatch(path))
            reader.Fault("path", $"'{Names.Shorten(path)}' is not an absolute path of a file");
        if (path.Any(char.IsControl))
            reader.Fault("path", "must not contain control characters");
        if (path.Count(c => c == '*') is var stars && (stars > 1 || (stars == 1 && path.LastIndexOf('*') < path.LastIndexOfAny(['/', '\\']))))
            reader.Fault("path", "may hold one '*', and only in the file's name");
        return path;
    }

    /// <summary>Of either system, because the platform may run on another one than the agent; and not a device of Windows.</summary>
    [GeneratedRegex(@"\A(?:/|[A-Za-z]:[\\/]|\\\\[^.?\\])(?:.*[^/\\])?\z", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsAbsolute();
}
