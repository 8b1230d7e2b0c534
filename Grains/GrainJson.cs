using System.Text.Json;
using System.Text.Json.Serialization;
using Keeper.Grains.Agents;

namespace Keeper.Grains;

/// <summary>JSON of what grains keep in text columns.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<AgentExecutor>))]
[JsonSerializable(typeof(IReadOnlyList<AgentPluginFault>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class GrainJson : JsonSerializerContext
{
    public static string Write(IReadOnlyList<AgentExecutor> executors) =>
        JsonSerializer.Serialize(executors, Default.IReadOnlyListAgentExecutor);

    public static IReadOnlyList<AgentExecutor> ReadExecutors(string json) =>
        JsonSerializer.Deserialize(json, Default.IReadOnlyListAgentExecutor) ?? [];

    public static string Write(IReadOnlyList<AgentPluginFault> faults) =>
        JsonSerializer.Serialize(faults, Default.IReadOnlyListAgentPluginFault);

    public static IReadOnlyList<AgentPluginFault> ReadPluginFaults(string json) =>
        JsonSerializer.Deserialize(json, Default.IReadOnlyListAgentPluginFault) ?? [];

    public static string Write(IReadOnlyDictionary<string, string> labels) =>
        JsonSerializer.Serialize(labels, Default.IReadOnlyDictionaryStringString);

    public static IReadOnlyDictionary<string, string> ReadLabels(string json) =>
        JsonSerializer.Deserialize(json, Default.IReadOnlyDictionaryStringString) ?? new Dictionary<string, string>(StringComparer.Ordinal);
}
