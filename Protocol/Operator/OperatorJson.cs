using System.Text.Json;
using System.Text.Json.Serialization;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Vpcs;

namespace Keeper.Protocol.Operator;

/// <summary>
/// Source-generated JSON of everything that the operator API answers: camelCase, nulls written (a caller may count on
/// every field being there), UTC times.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(TaskDocument))]
[JsonSerializable(typeof(ItemPage<TaskDocument>))]
[JsonSerializable(typeof(TaskIds))]
[JsonSerializable(typeof(TimelineEntry[]))]
[JsonSerializable(typeof(TaskResult))]
[JsonSerializable(typeof(VpcDocument))]
[JsonSerializable(typeof(ItemPage<VpcDocument>))]
[JsonSerializable(typeof(AgentDocument))]
[JsonSerializable(typeof(ItemPage<AgentDocument>))]
[JsonSerializable(typeof(AgentCreated))]
[JsonSerializable(typeof(TokenCreated))]
[JsonSerializable(typeof(KindDocument))]
[JsonSerializable(typeof(ItemPage<KindDocument>))]
[JsonSerializable(typeof(ItemPage<AuditDocument>))]
[JsonSerializable(typeof(HealthDocument))]
public sealed partial class OperatorJson : JsonSerializerContext;
