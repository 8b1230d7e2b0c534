using System.Text.RegularExpressions;
using Keeper.Agent.Execution;
using Keeper.Agent.Permissions;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes;

/// <summary>Notes what a probe goes through: how long each phase took, what was expected, and what was found.</summary>
internal sealed class ProbeRun(InstructionContext context)
{
    private readonly long _start = context.Time.GetTimestamp();
    private readonly Dictionary<string, double> _phases = new(StringComparer.Ordinal);
    private readonly List<Assertion> _assertions = [];
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);
    private long _mark = context.Time.GetTimestamp();

    /// <summary>What the probe is doing now, for the message if time runs out: "connecting to …".</summary>
    public string Doing { get => context.Doing; set => context.Doing = value; }

    public TimeProvider Time => context.Time;

    /// <summary>What it may reach: asked before each connection, each datagram and each file.</summary>
    public LocalLimits Limits => context.Limits;

    public double ElapsedMs => Round(Time.GetElapsedTime(_start));

    /// <summary>Ends a phase that began where the one before ended. Phases of one name (redirects) add up.</summary>
    public void EndPhase(string name)
    {
        _phases[name] = _phases.GetValueOrDefault(name) + Round(Time.GetElapsedTime(_mark));
        _mark = Time.GetTimestamp();
    }

    /// <summary>Puts the begin of the next phase here.</summary>
    public void Mark() => _mark = Time.GetTimestamp();

    /// <summary>Notes a figure for reports; the last of one name counts.</summary>
    public void Value(string name, double value) => _values[name] = value;

    /// <summary>Notes an expectation and what was found.</summary>
    public bool Check(string expectation, bool holds, string actual)
    {
        _assertions.Add(new Assertion(expectation, holds, actual));
        return holds;
    }

    /// <summary>Notes whether a text matches. A pattern that runs wild counts as no match and says so.</summary>
    public bool CheckMatch(string subject, Regex pattern, string text) =>
        CheckMatch(subject, pattern, () => pattern.IsMatch(text), Excerpts.Of(text));

    /// <summary>Notes whether any of several texts matches.</summary>
    public bool CheckAnyMatch(string subject, Regex pattern, IReadOnlyList<string> texts) =>
        CheckMatch(subject, pattern, () => texts.Any(pattern.IsMatch), string.Join(", ", texts));

    private bool CheckMatch(string subject, Regex pattern, Func<bool> matches, string actual)
    {
        var expectation = $"{subject} matches /{pattern}/";
        try
        {
            return Check(expectation, matches(), actual);
        }
        catch (RegexMatchTimeoutException e)
        {
            return Check(expectation, false, $"the pattern was given up after {e.MatchTimeout.TotalSeconds:0.#} s on {actual}");
        }
    }

    /// <summary>
    /// Runs the probe within its own time-out, if it has one. When that is over, <paramref name="late"/> makes the result of a
    /// message that says what was waited for; <see cref="Fail"/> by default. The end of <paramref name="ct"/> goes through: it
    /// is the agent's to explain.
    /// </summary>
    public async Task<TaskResult> WithinAsync(
        int? timeoutMs, Func<CancellationToken, Task<TaskResult>> run, CancellationToken ct, Func<string, TaskResult>? late = null)
    {
        var limit = timeoutMs is { } ms ? TimeSpan.FromMilliseconds(ms) : Timeout.InfiniteTimeSpan;
        using var timeout = new CancellationTokenSource(limit, Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            return await run(both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            var message = $"timed out after {timeoutMs} ms while {Doing}";
            return late is null ? Fail(message) : late(message);
        }
    }

    /// <summary>The target did not do what it should.</summary>
    public TaskResult Fail(string message, string output = "") => Result(Outcome.TargetFailed, message, output);

    /// <summary>The run time-out passed; what came until then is worth showing.</summary>
    public TaskResult TimeOut(string message, string output = "") => Result(Outcome.TimedOut, message, output);

    /// <summary>Success, unless an expectation did not hold; the message then names each that did not.</summary>
    public TaskResult Finish(string success, string output)
    {
        var failed = _assertions.FindAll(a => !a.Passed);
        return failed.Count == 0
            ? Result(Outcome.Success, success, output)
            : Result(Outcome.TargetFailed, string.Join("; ", failed.Select(a => $"expected: {a.Text}; found: {a.Actual}")), output);
    }

    private TaskResult Result(Outcome outcome, string message, string output) => Results.Bound(new TaskResult
    {
        Outcome = outcome,
        Message = message,
        DurationMs = ElapsedMs,
        Assertions = _assertions,
        Phases = _phases.Count == 0 ? null : _phases,
        Values = _values,
        Output = output,
    });

    private static double Round(TimeSpan duration) => Math.Round(duration.TotalMilliseconds, 3);
}
