using Keeper.Client.Http;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Operator;

namespace Keeper.Client;

public sealed partial class KeeperClient
{
    /// <summary>Makes an agent before it has ever connected, with a token that enrols just this one.</summary>
    public Task<AgentCreated> CreateAgentAsync(string vpc, string name, CancellationToken cancellation = default) =>
        CallAsync(
            Post(VpcPath(vpc) + "/agents", new AgentRequest(name), ClientJson.Default.AgentRequest),
            ClientJson.Answers.AgentCreated,
            cancellation);

    /// <summary>One page of agents, by VPC and name; only those of one VPC if given.</summary>
    public Task<ItemPage<AgentDocument>> GetAgentPageAsync(
        string? vpc = null, int limit = 100, string? cursor = null, CancellationToken cancellation = default) =>
        CallAsync(
            Get("/agents" + new Query().Add("vpc", vpc).Add("limit", limit).Add("cursor", cursor)),
            ClientJson.Answers.ItemPageAgentDocument,
            cancellation);

    /// <summary>All agents, fetched page by page; only those of one VPC if given.</summary>
    public IAsyncEnumerable<AgentDocument> ListAgentsAsync(string? vpc = null, CancellationToken cancellation = default) =>
        Pages.WalkAsync((cursor, c) => GetAgentPageAsync(vpc, cursor: cursor, cancellation: c), cancellation);

    /// <summary>One agent.</summary>
    public Task<AgentDocument> GetAgentAsync(string id, CancellationToken cancellation = default) =>
        CallAsync(Get(AgentPath(id)), ClientJson.Answers.AgentDocument, cancellation);

    /// <summary>Removes an agent: its credential stops working and its work goes to others of its VPC.</summary>
    public async Task DeleteAgentAsync(string id, CancellationToken cancellation = default) =>
        AnswerReader.EnsureSuccess(
            await _sender.SendAsync(new ApiRequest(HttpMethod.Delete, Base + AgentPath(id)), cancellation));

    private static string AgentPath(string id) => "/agents/" + Uri.EscapeDataString(id);
}
