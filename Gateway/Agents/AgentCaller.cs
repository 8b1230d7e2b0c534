using Keeper.Gateway.Http;
using Keeper.Protocol.Security;
using Microsoft.AspNetCore.Http;

namespace Keeper.Gateway.Agents;

/// <summary>Who a request claims to be of. The agent's grain alone knows whether the hash proves it.</summary>
internal readonly record struct AgentCaller(string AgentId, string SecretHash)
{
    public static AgentCaller? Read(HttpRequest request) =>
        Bearer.Read(request) is { } secret && Secrets.TryReadAgentId(secret, out var agentId)
            ? new AgentCaller(agentId, Secrets.Hash(secret)) : null;
}
