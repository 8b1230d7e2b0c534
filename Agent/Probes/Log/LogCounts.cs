using System.Text;
using System.Text.RegularExpressions;
using Keeper.Protocol.Probes;

namespace Keeper.Agent.Probes.Log;

/// <summary>Counts lines: those that match, their levels, and what they capture.</summary>
internal sealed class LogCounts(Regex pattern)
{
    /// <summary>A pattern that runs wild on so many lines is not asked about more of them.</summary>
    public const int MaxGivenUp = 3;

    private static readonly LogLevel[] Levels = [LogLevel.Trace, LogLevel.Debug, LogLevel.Info, LogLevel.Warn, LogLevel.Error, LogLevel.Fatal];

    private readonly char[] _chars = new char[Encoding.UTF8.GetMaxCharCount(LineReader.MaxLineBytes)];
    private readonly int[] _levels = new int[Levels.Length + 1];
    private readonly Dictionary<string, CaptureCounts> _captures =
        pattern.GetGroupNames().Where(LogArguments.IsName).ToDictionary(g => g, g => new CaptureCounts(g), StringComparer.Ordinal);

    public long Lines { get; private set; }

    public long Matches { get; private set; }

    /// <summary>Lines that are not text, and so were not matched.</summary>
    public long Binary { get; private set; }

    /// <summary>Lines of which only the beginning was looked at.</summary>
    public long Cut { get; private set; }

    /// <summary>Lines on which the pattern was given up.</summary>
    public int GivenUp { get; private set; }

    public SampleLines Samples { get; } = new();

    public void Take(ReadOnlySpan<byte> line, bool isCut)
    {
        Lines++;
        if (isCut)
            Cut++;
        // Where a file was cut under a writer that does not append, it begins with a hole.
        line = line.TrimStart((byte)0).TrimEnd((byte)'\r');
        if (line.StartsWith(Encoding.UTF8.Preamble))
            line = line[Encoding.UTF8.Preamble.Length..];
        if (line.Contains((byte)0))
        {
            Binary++;
            return;
        }

        var text = _chars.AsSpan(0, Encoding.UTF8.GetChars(line, _chars));
        _levels[(int)LogLevels.Of(line, text)]++;
        if (GivenUp < MaxGivenUp)
            Match(text);
    }

    /// <summary>Notes the figures.</summary>
    public void Note(ProbeRun probe)
    {
        probe.Value("lines", Lines);
        probe.Value("matches", Matches);
        foreach (var level in Levels)
            probe.Value($"level.{NameOf(level)}", _levels[(int)level]);
        foreach (var capture in _captures.Values)
            capture.Note(probe);
    }

    /// <summary>The levels that were seen, the gravest first; empty when none was.</summary>
    public string LevelsText => string.Join(", ", Levels.Reverse().Where(l => _levels[(int)l] > 0).Select(l => $"{NameOf(l)} {_levels[(int)l]}"));

    private static string NameOf(LogLevel level) => level.ToString().ToLowerInvariant();

    private void Match(ReadOnlySpan<char> text)
    {
        try
        {
            if (!pattern.IsMatch(text))
                return;
            Matches++;
            Samples.Add(text);
            if (_captures.Count > 0)
                Capture(pattern.Match(text.ToString()));
        }
        catch (RegexMatchTimeoutException)
        {
            GivenUp++;
        }
    }

    private void Capture(Match match)
    {
        foreach (var (name, counts) in _captures)
        {
            if (match.Groups[name] is { Success: true } group)
                counts.Take(group.Value);
        }
    }
}
