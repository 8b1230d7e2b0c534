using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Keeper.Testing;

/// <summary>
/// A program that a test runs beside itself. Both output streams are read all the time, so that it never blocks on a full
/// pipe; the first lines are kept and all are counted. Disposing ends it and everything it started.
/// </summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 5_000;

    private readonly Process _process;
    private readonly Recorder<string> _lines = new();
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lineCount;

    private ChildProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Keep(e.Data);
        _process.ErrorDataReceived += (_, e) => Keep(e.Data);
        _process.Exited += (_, _) => _exited.TrySetResult();
    }

    /// <summary>Process id.</summary>
    public int Id { get; private set; }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>How many lines it has written, kept or not.</summary>
    public long LineCount => Interlocked.Read(ref _lineCount);

    /// <summary>What it has written so far, both streams, up to a bound.</summary>
    public string Output => string.Join('\n', _lines.Items);

    /// <summary>Starts a program.</summary>
    /// <param name="file">The executable.</param>
    /// <param name="arguments">Its arguments, each by itself: no shell is involved.</param>
    /// <param name="environment">Variables to add; <see langword="null"/> removes one.</param>
    /// <param name="workingDirectory">Where it runs; by default here.</param>
    public static ChildProcess Start(
        string file,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(start);
        child._process.Start();
        child.Id = child._process.Id;
        child._process.StandardInput.Close();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<ProcessResult> RunAsync(
        string file,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        [CallerFilePath] string source = "",
        [CallerLineNumber] int line = 0)
    {
        await using var child = Start(file, arguments, environment);
        var exitCode = await child.WaitForExitAsync(deadline: null, source, line).ConfigureAwait(false);
        return new ProcessResult(exitCode, child.Output);
    }

    /// <summary>Awaits the first line, past or future, that matches; its groups hold what the test is after.</summary>
    public async Task<Match> WaitForLineAsync(
        [StringSyntax(StringSyntaxAttribute.Regex)] string pattern,
        TimeSpan? deadline = null,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        try
        {
            return regex.Match(await _lines.FirstAsync(regex.IsMatch, $"a line like /{pattern}/", deadline, file, line).ConfigureAwait(false));
        }
        catch (DeadlineException e)
        {
            throw new DeadlineException($"{e.Message} Its output:\n{Output}");
        }
    }

    /// <summary>Awaits its end and all of its output.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync(
        TimeSpan? deadline = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        try
        {
            await _exited.Task.Within($"the end of {_process.StartInfo.FileName}", deadline, file, line).ConfigureAwait(false);
        }
        catch (DeadlineException e)
        {
            throw new DeadlineException($"{e.Message} Its output:\n{Output}");
        }

        // The event comes before the last lines are read; a grandchild that inherited the pipes may keep them open.
        await _process.WaitForExitAsync().Within("the rest of the output", deadline, file, line).ConfigureAwait(false);
        return _process.ExitCode;
    }

    /// <summary>Sends a signal to this very process.</summary>
    public void Send(Signals signal)
    {
        if (!_process.HasExited && kill(Id, (int)signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"kill({Id}, {signal})");
        }
    }

    /// <summary>kill -9, and awaits that the process is gone. What it started lives on.</summary>
    public Task KillAsync()
    {
        Send(Signals.Kill);
        return _exited.Task.Within($"the end of {_process.StartInfo.FileName} after kill -9");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _exited.Task.Within($"the end of {_process.StartInfo.FileName} after a kill").ConfigureAwait(false);
        }

        _process.Dispose();
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);

    private void Keep(string? line)
    {
        if (line is not null && Interlocked.Increment(ref _lineCount) <= KeptLines)
        {
            _lines.Add(line);
        }
    }
}
