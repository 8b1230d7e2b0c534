using System.Text.Json;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Dashboard.Tasks.Model;

/// <summary>How tasks read: a state is an icon, a word and a colour; arguments are one line.</summary>
internal static class TaskTexts
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Icon(TaskState state) => state switch
    {
        TaskState.Created => "waiting",
        TaskState.Dispatching => "dispatching",
        TaskState.Running => "running",
        TaskState.Succeeded => "ok",
        TaskState.Failed => "bad",
        TaskState.TimedOut => "timeout",
        TaskState.Cancelled => "cancelled",
        _ => "unknown",
    };

    public static string Tone(TaskState state) => state switch
    {
        TaskState.Succeeded => "good",
        TaskState.Failed or TaskState.TimedOut => "bad",
        TaskState.Expired => "warn",
        TaskState.Dispatching or TaskState.Running => "busy",
        _ => "idle",
    };

    /// <summary>The state in a sentence's words.</summary>
    public static string Words(TaskState state) => state.Word().Replace('_', ' ').ToLowerInvariant();

    /// <summary>What the task is about, in one short line.</summary>
    public static string Summary(TaskInfo task)
    {
        if (Parse(task.Arguments) is not { ValueKind: JsonValueKind.Object } arguments)
            return task.Kind;
        var text = task.Kind switch
        {
            "metrics" => "the agent's own host",
            "domain" => string.Join(' ', new[] { Text(arguments, "name"), Text(arguments, "recordType") }.OfType<string>()),
            "http" or "message" => string.Join(' ', new[] { Text(arguments, "method"), Text(arguments, "url") }.OfType<string>()),
            _ when Text(arguments, "host") is { } host => Text(arguments, "port") is { } port ? $"{host}:{port}" : host,
            _ => Text(arguments, "url") ?? Text(arguments, "file") ?? Text(arguments, "path") ?? "",
        };
        return Names.Shorten(text.Length > 0 ? text : task.Arguments);
    }

    /// <summary>The same once more: as another task, for the same agent if somebody had chosen it.</summary>
    public static TaskRequest Again(TaskInfo task) => new()
    {
        Vpc = task.Vpc,
        AgentId = task.Pinned ? task.AgentId : null,
        Kind = task.Kind,
        Arguments = new RawJson(task.Arguments),
        RunTimeoutSeconds = task.RunTimeoutSeconds,
        ExpireAfterSeconds = (int)Math.Clamp((task.ExpiresAt - task.CreatedAt).TotalSeconds, 1, 604_800),
        Priority = task.Priority,
        IdempotencyKey = $"dashboard-{Guid.CreateVersion7():N}",
    };

    /// <summary>JSON as people read it; text that is no JSON as it is.</summary>
    public static string Pretty(string json) => Parse(json) is { } element ? JsonSerializer.Serialize(element, Indented) : json;

    public static TaskResult? Result(TaskInfo task) => Read<TaskResult>(task.Result);

    public static IReadOnlyList<TimelineEntry> Timeline(TaskInfo task) => Read<List<TimelineEntry>>(task.Timeline) ?? [];

    private static T? Read<T>(string? json)
        where T : class
    {
        if (json is null)
            return null;
        try
        {
            return (T?)JsonSerializer.Deserialize(json, AgentWireJson.Default.GetTypeInfo(typeof(T))!);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Parse(string json)
    {
        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value)
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
        : null;
}
