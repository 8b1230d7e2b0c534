using System.Text.Json;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Gateway.Agents;

/// <summary>Names every fault of a body that <see cref="Soundness"/> or the parser has refused.</summary>
internal static class Explanation
{
    /// <summary>A wait beyond the heartbeat is capped, one beyond a day is a mistake.</summary>
    public const int MaxWaitSeconds = 86_400;

    private static readonly string[] States = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT"];

    public static void Time(ObjectReader reader, string name)
    {
        if (reader.RequiredValue(name) is { } value
            && (value.ValueKind != JsonValueKind.String || !value.TryGetDateTimeOffset(out _)))
        {
            reader.Fault(name, $"must be an ISO 8601 time, not {Names.Shorten(value.GetRawText())}");
        }
    }

    public static void Seconds(ObjectReader reader, string name)
    {
        if (reader.Value(name) is { } value && Figure(value) is not (>= 0 and <= MaxWaitSeconds))
            reader.Fault(name, $"must be a number from 0 to {MaxWaitSeconds}, not {Names.Shorten(value.GetRawText())}");
    }

    public static void Attempt(ObjectReader reader)
    {
        reader.Text("taskId", AgentLimits.WordLength, required: true);
        reader.Number("attempt", 1, int.MaxValue, required: true);
    }

    public static void Heartbeat(ObjectReader reader)
    {
        if (reader.Value("heartbeat") is not { } value)
            return;
        var heartbeat = new ObjectReader(value, reader.PathOf("heartbeat"), reader.Faults);
        heartbeat.Text("fault", AgentLimits.FaultLength);
        foreach (var name in (ReadOnlySpan<string>)["cpuPercent", "memoryBytes", "outbox"])
        {
            if (heartbeat.Value(name) is { } figure && Figure(figure) is null)
                heartbeat.Fault(name, $"must be a number, not {Names.Shorten(figure.GetRawText())}");
        }
    }

    public static void Reports(ObjectReader reader, bool required)
    {
        foreach (var (element, path) in reader.Items("reports", AgentLimits.Reports, required))
            Report(new ObjectReader(element, path, reader.Faults));
    }

    public static void Executors(ObjectReader reader)
    {
        var total = 0;
        foreach (var (element, path) in reader.Items("executors", AgentLimits.Executors))
        {
            var executor = new ObjectReader(element, path, reader.Faults);
            executor.Text("kind", AgentLimits.WordLength, required: true);
            executor.Text("version", AgentLimits.WordLength, required: true);
            executor.Flag("repeatable");
            if (executor.Value("argumentsSchema") is not { } schema)
                continue;
            var length = schema.GetRawText().Length;
            total += length;
            if (schema.ValueKind != JsonValueKind.Object)
                executor.Fault("argumentsSchema", $"must be an object, not {Names.Shorten(schema.GetRawText())}");
            else if (length > AgentLimits.SchemaLength)
                executor.Fault("argumentsSchema", $"has {length} characters; allowed are at most {AgentLimits.SchemaLength}");
        }

        if (total > AgentLimits.SchemasLength)
            reader.Fault("executors", $"have schemas of {total} characters together; allowed are at most {AgentLimits.SchemasLength}");
    }

    public static void PluginFaults(ObjectReader reader)
    {
        foreach (var (element, path) in reader.Items("pluginFaults", AgentLimits.PluginFaults))
        {
            var fault = new ObjectReader(element, path, reader.Faults);
            fault.Text("plugin", AgentLimits.WordLength, required: true);
            fault.Text("reason", AgentLimits.PluginFaultLength, required: true);
        }
    }

    private static void Report(ObjectReader reader)
    {
        Attempt(reader);
        Time(reader, "at");
        var state = reader.Choice("state", States, required: true);
        if (reader.Value("result") is { } result)
            Result(new ObjectReader(result, reader.PathOf("result"), reader.Faults));
        else if (state is not null and not "RUNNING")
            reader.Fault("result", $"is required with the state {state}");
    }

    private static void Result(ObjectReader reader)
    {
        reader.Choice("outcome", Enum.GetNames<Outcome>(), required: true);
        // The length is no fault here: a result that is too long is cut, since the work behind it is done.
        reader.Text("message", int.MaxValue, required: false);
        if (reader.Value("message") is null)
            reader.Fault("message", "is required");
        if (reader.Value("durationMs") is { } duration && Figure(duration) is not >= 0)
            reader.Fault("durationMs", $"must be a number that is not negative, not {Names.Shorten(duration.GetRawText())}");
        reader.Text("output", int.MaxValue);
        foreach (var (element, path) in reader.Items("assertions", int.MaxValue))
        {
            var assertion = new ObjectReader(element, path, reader.Faults);
            assertion.Text("text", int.MaxValue);
            assertion.Flag("passed");
            assertion.Text("actual", int.MaxValue);
        }
    }

    private static double? Figure(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var figure) ? figure : null;
}
