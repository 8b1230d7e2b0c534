using Keeper.Agent.Permissions;

namespace Keeper.Agent.Probes.Log;

/// <summary>A part of a file that is to be read.</summary>
/// <param name="File">The file.</param>
/// <param name="From">The first byte.</param>
/// <param name="MidLine">Whether that is inside a line that is not to be read.</param>
/// <param name="IsClosed">Whether nothing more is written to it, so that its last line is whole without a line end.</param>
internal readonly record struct LogPart(LogFile File, long From, bool MidLine, bool IsClosed)
{
    public long Length => File.Length - From;
}

/// <summary>What is to be read, oldest first; or why nothing can be.</summary>
/// <param name="Parts">At least one, unless there is a failure.</param>
/// <param name="Note">What is to be said about how the log went on; empty mostly.</param>
/// <param name="Failure">Why it cannot be read; <see langword="null"/> when it can.</param>
/// <param name="IsMissing">Whether the failure is that there is no such file.</param>
internal sealed record LogTrail(IReadOnlyList<LogPart> Parts, string Note = "", string? Failure = null, bool IsMissing = false) : IDisposable
{
    public void Dispose()
    {
        foreach (var part in Parts)
            part.File.Dispose();
    }
}

/// <summary>Finds where a log goes on after the last check: in the same file, or in the rest of the former one and then the new one.</summary>
internal sealed class LogTracker(LogPath path, LocalLimits limits)
{
    public async Task<LogTrail> FindAsync(LogPosition? last, bool fromStart, CancellationToken ct)
    {
        // Before the folder is looked into: a refusal must not tell what lies there.
        limits.CheckPath(path.Text);
        var name = path.Current;
        var (current, failure) = LogFile.Open(name, limits);
        try
        {
            var trail = failure.Length > 0 ? new([], Failure: $"'{name}' {failure}")
                : last is not null ? await FollowAsync(name, current, last, ct)
                : current is null ? Missing(name)
                : new([new LogPart(current, fromStart ? 0 : current.Length, !fromStart && await IsInsideLineAsync(current, ct), false)]);
            if (trail.Parts.All(p => p.File != current))
                current?.Dispose();
            return trail;
        }
        catch
        {
            current?.Dispose();
            throw;
        }
    }

    private async Task<LogTrail> FollowAsync(string name, LogFile? current, LogPosition last, CancellationToken ct)
    {
        var hasContent = current is not null && await current.HasContentOfAsync(last, ct);
        if (hasContent && current!.Id == last.FileId)
            return new([Rest(current, last, isClosed: false)]);
        // Its own name tells a renamed file for certain. Without it, content does: the file was copied and then cut.
        var former = await FindFormerAsync(name, f => last.FileId.Length > 0 && f.Id == last.FileId, last, ct);
        if (former is null && hasContent)
            return new([Rest(current!, last, isClosed: false)]);
        if (former is null && last.Offset > 0)
            former = await FindFormerAsync(name, _ => true, last, ct);
        if (current is null)
            return former is null ? Missing(name) : new([Rest(former, last, isClosed: false)], $"'{name}' was renamed, and there is no new one yet");
        var whole = new LogPart(current, 0, false, false);
        return former is null
            ? new([whole], "the file was cut or replaced, and what it held before is not to be found")
            : new([Rest(former, last, isClosed: true), whole], "the file was rotated");
    }

    private async Task<LogFile?> FindFormerAsync(string current, Func<LogFile, bool> fits, LogPosition last, CancellationToken ct)
    {
        foreach (var candidate in path.Former(current))
        {
            if (OpenCandidate(candidate) is not { } file)
                continue;
            try
            {
                if (fits(file) && await file.HasContentOfAsync(last, ct))
                    return file;
            }
            catch
            {
                file.Dispose();
                throw;
            }

            file.Dispose();
        }

        return null;
    }

    private LogFile? OpenCandidate(string candidate)
    {
        try
        {
            return LogFile.Open(candidate, limits).File;
        }
        catch (DeniedException)
        {
            // Something that merely lies beside the log, and leads elsewhere.
            return null;
        }
    }

    private static LogPart Rest(LogFile file, LogPosition last, bool isClosed) => new(file, last.Offset, last.MidLine, isClosed);

    private static LogTrail Missing(string name) => new([], Failure: $"there is no file '{name}'", IsMissing: true);

    private static async Task<bool> IsInsideLineAsync(LogFile file, CancellationToken ct)
    {
        var last = new byte[1];
        return await file.ReadAsync(last, file.Length - 1, ct) == 1 && last[0] != (byte)'\n';
    }
}
