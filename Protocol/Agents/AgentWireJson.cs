using System.Text.Json;
using System.Text.Json.Serialization;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;

namespace Keeper.Protocol.Agents;

/// <summary>Source-generated JSON of everything that crosses the agent gateway: camelCase, nulls left out, UTC times.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(EnrollRequest))]
[JsonSerializable(typeof(EnrollResponse))]
[JsonSerializable(typeof(PollRequest))]
[JsonSerializable(typeof(PollResponse))]
[JsonSerializable(typeof(ReportsRequest))]
[JsonSerializable(typeof(ReportsResponse))]
[JsonSerializable(typeof(ByeRequest))]
[JsonSerializable(typeof(ActiveResponse))]
[JsonSerializable(typeof(TaskReport))]
[JsonSerializable(typeof(TaskResult))]
[JsonSerializable(typeof(List<TimelineEntry>))]
public sealed partial class AgentWireJson : JsonSerializerContext;
