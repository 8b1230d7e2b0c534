using System.Globalization;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;

namespace Keeper.Dashboard.Tasks.Model;

/// <summary>Tasks as comma-separated values (RFC 4180).</summary>
internal static class Csv
{
    public const string Header = "id,vpc,agentId,kind,state,attempt,createdAt,finishedAt,outcome,durationMs,message,arguments";

    public static string Row(TaskInfo task)
    {
        var result = TaskTexts.Result(task);
        return string.Join(',', new[]
        {
            task.Id,
            task.Vpc,
            task.AgentId,
            task.Kind,
            task.State.Word(),
            task.Attempt.ToString(CultureInfo.InvariantCulture),
            task.CreatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            task.FinishedAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            result?.Outcome.ToString(),
            result?.DurationMs.ToString(CultureInfo.InvariantCulture),
            result?.Message,
            task.Arguments,
        }.Select(Field));
    }

    /// <summary>
    /// A field, quoted where it must be. One that a spreadsheet would run as a formula gets an apostrophe in front:
    /// messages and arguments are other people's text.
    /// </summary>
    public static string Field(string? value)
    {
        value ??= "";
        if (value is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] && !double.TryParse(value, CultureInfo.InvariantCulture, out _))
            value = $"'{value}";
        return value.AsSpan().ContainsAny(",\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
    }
}
