using System.Text.Json;
using System.Text.Json.Serialization;
using Keeper.Client.Agents;
using Keeper.Client.Audit;
using Keeper.Client.Health;
using Keeper.Client.Tasks;
using Keeper.Client.Vpcs;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;

namespace Keeper.Client;

/// <summary>Source-generated JSON of the operator API: camelCase, nulls left out, UTC times.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(VpcSettings))]
[JsonSerializable(typeof(Page<Vpc>))]
[JsonSerializable(typeof(AgentRequest))]
[JsonSerializable(typeof(CreatedAgent))]
[JsonSerializable(typeof(EnrollmentTokenRequest))]
[JsonSerializable(typeof(EnrollmentToken))]
[JsonSerializable(typeof(Page<Agent>))]
[JsonSerializable(typeof(TaskRequest))]
[JsonSerializable(typeof(TaskBatch))]
[JsonSerializable(typeof(TaskIds))]
[JsonSerializable(typeof(Page<TaskDocument>))]
[JsonSerializable(typeof(Page<AuditEntry>))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ClientJson : JsonSerializerContext;
