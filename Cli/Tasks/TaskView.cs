using System.Globalization;
using Keeper.Cli.Hosting;
using Keeper.Cli.Output;
using Keeper.Client.Tasks;
using Keeper.Protocol.Tasks;

namespace Keeper.Cli.Tasks;

/// <summary>Tasks for people.</summary>
internal static class TaskView
{
    public static void PrintTable(Session session, IReadOnlyList<TaskDocument> tasks)
    {
        var now = session.Host.Time.GetUtcNow();
        session.Print.Table(
            ["ID", "STATE", "KIND", "VPC", "AGENT", "ATTEMPT", "CREATED", "MESSAGE"],
            [.. tasks.Select(t => new Cell[]
            {
                t.Id, Styles.Of(t.State), t.Kind, t.Vpc, t.AgentId ?? "-", t.Attempt.ToString(),
                Times.Ago(t.CreatedAt, now), Printable.Excerpt(t.ReadResult()?.Message),
            })],
            "No tasks.");
    }

    public static void Print(Session session, TaskDocument task)
    {
        session.Print.Fields(
            ("id", task.Id),
            ("state", Styles.Of(task.State)),
            ("kind", task.Kind),
            ("vpc", task.Vpc),
            ("agent", task.AgentId ?? "-"),
            ("attempt", task.Attempt.ToString()),
            ("created", $"{Times.Ago(task.CreatedAt, session.Host.Time.GetUtcNow())} ({Times.Full(task.CreatedAt)})"),
            ("arguments", task.Arguments.ToString()));
        session.Print.Line(new Cell("timeline", Styles.Heading));
        foreach (var step in task.ReadTimeline())
            PrintStep(session.Print, step, task.CreatedAt);
        PrintResult(session.Print, task);
    }

    /// <summary>One line: when, how long after the task was made, the state, and why.</summary>
    public static void PrintStep(Printer print, TimelineEntry step, DateTimeOffset createdAt)
    {
        var state = Styles.Of(step.State);
        var by = step.AgentId is null ? "" : $"  agent {step.AgentId}{(step.Attempt is { } attempt ? $", attempt {attempt}" : "")}";
        print.Line(
            new Cell($"{Times.OfDay(step.At)} {$"+{(step.At - createdAt).TotalSeconds:0.000} s",12}  ", Styles.Faint),
            state with { Text = $"{state.Text,-11}" },
            $"  {step.Cause}",
            new Cell(by, Styles.Faint));
    }

    /// <summary>What came of it: outcome, assertions, phases, output.</summary>
    public static void PrintResult(Printer print, TaskDocument task)
    {
        if (task.ReadResult() is not { } result)
            return;
        var style = result.Outcome == Outcome.Success ? Styles.Good : Styles.Bad;
        print.Line(new Cell("result", Styles.Heading));
        print.Line("  ", new Cell(result.Outcome.ToString(), style), $"  {result.Message} ({result.DurationMs:0.##} ms)");
        foreach (var assertion in result.Assertions)
        {
            print.Line(
                assertion.Passed ? new Cell("  pass  ", Styles.Good) : new Cell("  FAIL  ", Styles.Bad),
                $"{assertion.Text} (found: {assertion.Actual})");
        }

        if (result.Phases is { Count: > 0 } phases)
            print.Line($"  {string.Join(" · ", phases.Select(p => $"{p.Key} {p.Value:0.##} ms"))}");
        if (result.Values is { Count: > 0 } values)
            print.Fields([.. values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => ($"  {v.Key}", (Cell)v.Value.ToString("0.######", CultureInfo.InvariantCulture)))]);
        if (result.Output.Length == 0)
            return;
        print.Line(new Cell("output", Styles.Heading));
        print.Block(result.Output);
    }
}
