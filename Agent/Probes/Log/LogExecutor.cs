using Keeper.Agent.Execution;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.Log;

/// <summary>Counts what was written to a log since the last check. How far it has read is kept when there is a result, not before.</summary>
internal sealed class LogExecutor(LogArguments arguments, LogPositions positions) : IExecutor
{
    /// <summary>A check without a time-out of its own counts for so long and leaves the rest to the next.</summary>
    private static readonly TimeSpan CountingTime = TimeSpan.FromSeconds(30);

    private readonly LogCounts _counts = new(arguments.Pattern);
    private readonly List<string> _notes = [];

    public async Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        var key = LogPositions.KeyOf(arguments);
        using var turn = await positions.Turns.EnterAsync(key, ct);
        var last = positions.Load(key);
        var start = last?.StartOf(context.TaskId);
        using var trail = await new LogTracker(new LogPath(arguments.Path), context.Limits).FindAsync(start, arguments.FromStart, ct);
        if (trail.Failure is { } failure)
        {
            // What appears later is new from its first byte on.
            if (trail.IsMissing && start is null)
                positions.Save(key, new LogProgress(arguments.Path, context.TaskId, null, LogPosition.BeforeAnyFile));
            return probe.Fail(failure);
        }

        if (trail.Note.Length > 0)
            _notes.Add(trail.Note);
        var parts = Newest(probe, trail.Parts);
        var (end, bytes) = await ReadAsync(probe, context.RunTimeout / 2 ?? CountingTime, parts, ct);
        probe.EndPhase("read");
        probe.Value("bytes", bytes);
        var result = Judge(probe, isFirst: start is null, bytes);
        ct.ThrowIfCancellationRequested();
        positions.Save(key, new LogProgress(arguments.Path, context.TaskId, start, end));
        return result;
    }

    /// <summary>Leaves the oldest out where there is more than one check may read.</summary>
    private List<LogPart> Newest(ProbeRun probe, IReadOnlyList<LogPart> parts)
    {
        var tooMany = Math.Max(0, parts.Sum(p => p.Length) - arguments.MaxBytes);
        probe.Value("skippedBytes", tooMany);
        if (tooMany > 0)
            _notes.Add($"{tooMany} older bytes were skipped, because a check reads at most {arguments.MaxBytes}");
        var kept = new List<LogPart>();
        foreach (var part in parts)
        {
            var skipped = Math.Min(tooMany, part.Length);
            tooMany -= skipped;
            // From the byte before, so that a line which begins exactly there is seen to begin.
            kept.Add(skipped > 0 ? part with { From = part.From + skipped - 1, MidLine = true } : part);
        }

        return kept;
    }

    private async Task<(LogPosition End, long Bytes)> ReadAsync(ProbeRun probe, TimeSpan time, List<LogPart> parts, CancellationToken ct)
    {
        var bytes = 0L;
        foreach (var part in parts)
        {
            var (offset, midLine) = await LineReader.ReadAsync(part, Take, ct);
            bytes += offset - part.From;
            if (part.File == parts[^1].File || IsTimeUp())
            {
                if (IsTimeUp())
                    _notes.Add($"counting was ended after {time.TotalSeconds:0.#} s; the next check goes on from there");
                return (await part.File.PositionAsync(offset, midLine, ct), bytes);
            }
        }

        throw new InvalidOperationException("There is nothing to read.");

        bool IsTimeUp() => probe.ElapsedMs >= time.TotalMilliseconds;

        bool Take(ReadOnlySpan<byte> line, bool isCut)
        {
            ct.ThrowIfCancellationRequested();
            _counts.Take(line, isCut);
            return !IsTimeUp();
        }
    }

    private TaskResult Judge(ProbeRun probe, bool isFirst, long bytes)
    {
        _counts.Note(probe);
        AddNote(_counts.Cut, $"were cut after {LineReader.MaxLineBytes} bytes");
        AddNote(_counts.Binary, "are not text and were not matched");
        AddNote(_counts.GivenUp, $"were given up, because the pattern takes more than {arguments.Pattern.MatchTimeout.TotalSeconds:0.#} s on each");
        if (_counts.GivenUp >= LogCounts.MaxGivenUp)
            return probe.Fail(Told($"the pattern /{arguments.Pattern}/ is not fit for this log"), Output);
        if (isFirst && !arguments.FromStart)
            return probe.Finish(Told("the first check: counting begins at the end of the file as it is now"), "");
        var actual = _counts.Samples.Last is { } sample ? $"{_counts.Matches}, the last: {Excerpts.Of(sample)}" : "0";
        if (arguments.Expect.AtMost is { } most)
            probe.Check($"matching lines are at most {most}", _counts.Matches <= most, actual);
        if (arguments.Expect.AtLeast is { } least)
            probe.Check($"matching lines are at least {least}", _counts.Matches >= least, actual);
        var levels = _counts.LevelsText;
        return probe.Finish(Told($"{_counts.Matches} of {_counts.Lines} new lines match ({bytes} bytes{(levels.Length > 0 ? $"; {levels}" : "")})"), Output);
    }

    private string Output => _counts.Samples + string.Concat(_notes.Select(n => $"({n})\n"));

    private string Told(string what) => string.Join("; ", _notes.Prepend(what));

    private void AddNote(long lines, string what)
    {
        if (lines > 0)
            _notes.Add($"{lines} lines {what}");
    }
}
