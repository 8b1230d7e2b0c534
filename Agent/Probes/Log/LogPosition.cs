namespace Keeper.Agent.Probes.Log;

/// <summary>A place in a log file, told so that the file is found again after it was renamed, copied, cut or replaced.</summary>
/// <param name="FileId">What the system calls the file; empty where it has no such name.</param>
/// <param name="Offset">Bytes before it.</param>
/// <param name="Print">Fingerprint of those bytes (<see cref="LogFile.PrintAsync"/>).</param>
/// <param name="MidLine">Whether it lies inside a line whose rest is not to be read.</param>
internal sealed record LogPosition(string FileId, long Offset, string Print, bool MidLine)
{
    /// <summary>Before the first byte of a file that is not there yet.</summary>
    public static LogPosition BeforeAnyFile { get; } = new("", 0, LogFile.EmptyPrint, false);
}

/// <summary>How far a file was read, and by which task.</summary>
/// <param name="Path">The file, for people.</param>
/// <param name="TaskId">The task that read last.</param>
/// <param name="Before">Where it began, for the case that it is made again; <see langword="null"/> when it was the first.</param>
/// <param name="After">Where the next one begins.</param>
internal sealed record LogProgress(string Path, string TaskId, LogPosition? Before, LogPosition After)
{
    /// <summary>
    /// Where a task begins. An attempt whose result was lost with a crash is made again under the same task, and then reads
    /// the same lines again, so that they are counted once.
    /// </summary>
    public LogPosition? StartOf(string taskId) => TaskId == taskId ? Before : After;
}
