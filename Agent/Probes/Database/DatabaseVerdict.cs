using System.Globalization;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.Database;

/// <summary>Holds an answer against what was expected: the same for every engine.</summary>
internal sealed class DatabaseVerdict(DatabaseArguments arguments, ProbeRun probe)
{
    public TaskResult Of(string target, DatabaseAnswer answer)
    {
        var expect = arguments.Expect;
        if (answer.QueryMs is { } ms)
        {
            probe.Value("queryMs", ms);
            if (expect.MaxLatencyMs is { } most)
                probe.Check($"answered within {most} ms", ms <= most, $"{ms} ms");
        }
        else if (expect.MaxLatencyMs is not null)
        {
            probe.Check($"answered within {expect.MaxLatencyMs} ms", false, "nothing was asked, because nobody logged in");
        }

        var role = answer.Role is null ? null : Excerpts.Line(answer.Role);
        if (expect.Role is { } wanted)
            probe.Check($"is {wanted}", role == wanted, role ?? "the server does not say");
        var value = answer.Query?.Value;
        if (answer.Query is { } query)
            Note(query, value);
        return probe.Finish(Success(target, answer, role, value), Output(answer, role, value));
    }

    private void Note(QueryAnswer query, string? value)
    {
        probe.Value("rows", query.Rows);
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            probe.Value("value", number);
        var found = query.Rows == QueryAnswer.MaxRows ? $"more than {QueryAnswer.MaxRows - 1}" : $"{query.Rows}";
        if (arguments.Expect.RowsAtLeast is { } least)
            probe.Check($"at least {least} rows", query.Rows >= least, found);
        if (arguments.Expect.RowsAtMost is { } most)
            probe.Check($"at most {most} rows", query.Rows <= most, found);
        if (arguments.Expect.Value is not { } pattern)
            return;
        if (value is null)
            probe.Check($"value matches /{pattern}/", false, query.Rows == 0 ? "no row" : "NULL");
        else
            probe.CheckMatch("value", pattern, value);
    }

    private static string Success(string target, DatabaseAnswer answer, string? role, string? value) =>
        answer.NoLogin is { } why ? $"{target} is alive; {why}"
        : answer.Query is { } query ? $"{target} answers: {query.Rows} rows, the first value {(value is null ? "NULL" : Excerpts.Of(value))}"
        : role is null ? $"{target} answers"
        : $"{target} answers and is {role}";

    private static string Output(DatabaseAnswer answer, string? role, string? value) => string.Concat(
        answer.Server.Length == 0 ? "" : $"server: {Excerpts.Line(answer.Server)}\n",
        role is null ? "" : $"role: {role}\n",
        answer.Query is null ? "" : $"rows: {answer.Query.Rows}\nvalue: {value ?? "NULL"}\n");
}
