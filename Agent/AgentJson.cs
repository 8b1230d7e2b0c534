using System.Text.Json;
using System.Text.Json.Serialization;
using Keeper.Agent.Identity;
using Keeper.Agent.Instructions;
using Keeper.Agent.Probes.Log;
using Keeper.Agent.Reports;
using Keeper.Protocol.Json;

namespace Keeper.Agent;

/// <summary>Source-generated JSON of what the agent keeps in its data folder.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(AgentIdentity))]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(OutboxEntry))]
[JsonSerializable(typeof(LogProgress))]
internal sealed partial class AgentJson : JsonSerializerContext;
