using System.Text.Json.Serialization;

namespace Keeper.Protocol.Tasks;

/// <summary>How an instruction ended, and whose fault it was if it failed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
public enum Outcome
{
    /// <summary>Everything that was asked held.</summary>
    Success = 0,

    /// <summary>The target did not do what was expected of it; the message says why.</summary>
    TargetFailed = 1,

    /// <summary>The instruction outlived its run time-out.</summary>
    TimedOut = 2,

    /// <summary>The agent could not carry it out: no such executor, or a fault inside it.</summary>
    ExecutorFailed = 3,

    /// <summary>The agent's own limits forbid it; the message names the rule.</summary>
    Denied = 4,

    /// <summary>The agent was lost while it ran something that must not run twice.</summary>
    Unknown = 5,
}

/// <summary>One thing that was expected, and what was found.</summary>
/// <param name="Text">The expectation, for example <c>status is 2xx</c>.</param>
/// <param name="Passed">Whether it held.</param>
/// <param name="Actual">What was found instead or as expected, for example <c>503</c>.</param>
public sealed record Assertion(string Text, bool Passed, string Actual);

/// <summary>What came of an instruction.</summary>
public sealed record TaskResult
{
    /// <summary>How it ended.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>One line for people.</summary>
    public required string Message { get; init; }

    /// <summary>Time from start to end in milliseconds, by the agent's monotonic clock.</summary>
    public double DurationMs { get; init; }

    /// <summary>What was expected and what was found, in the order of checking.</summary>
    public IReadOnlyList<Assertion> Assertions { get; init; } = [];

    /// <summary>Milliseconds by phase (<c>dns</c>, <c>connect</c>, <c>tls</c>, <c>firstByte</c>, <c>transfer</c>), when there were phases.</summary>
    public IReadOnlyDictionary<string, double>? Phases { get; init; }

    /// <summary>
    /// Figures that were read, by name, for reports and charts (<c>cpuPercent</c>, <c>level.error</c>), at most
    /// <see cref="MaxValues"/>; never infinite or not a number.
    /// </summary>
    public IReadOnlyDictionary<string, double>? Values { get; init; }

    /// <summary>What the target said, cut to a bounded length (<see cref="MaxOutputLength"/>).</summary>
    public string Output { get; init; } = "";

    /// <summary>Longest <see cref="Output"/> in characters.</summary>
    public const int MaxOutputLength = 16 * 1024;

    /// <summary>Longest <see cref="Message"/> in characters.</summary>
    public const int MaxMessageLength = 2000;

    /// <summary>Most <see cref="Assertions"/>.</summary>
    public const int MaxAssertions = 100;

    /// <summary>Most <see cref="Values"/>.</summary>
    public const int MaxValues = 200;

    /// <summary>Longest name of one of the <see cref="Values"/> in characters.</summary>
    public const int MaxValueNameLength = 200;
}

/// <summary>One step of a task's life: the state it entered, when, and why.</summary>
/// <param name="State">The state entered.</param>
/// <param name="At">When, by the silo's clock.</param>
/// <param name="Cause">Why, for people.</param>
/// <param name="AgentId">The agent that has it from here on, if any.</param>
/// <param name="Attempt">The attempt from here on, if any was made.</param>
public sealed record TimelineEntry(TaskState State, DateTimeOffset At, string Cause, string? AgentId = null, int? Attempt = null);
