using Keeper.Gateway.Http;
using Keeper.Grains.Access;
using Keeper.Grains.Agents;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Validation;

namespace Keeper.Gateway.Operator;

/// <summary>Agents.</summary>
internal static class AgentCalls
{
    private const string List = "agents";
    private const int MaxIdLength = 64;

    public static void Map(OperatorRoutes routes)
    {
        routes.Get("/agents", Role.Viewer, ListAsync, new("listAgents", "Lists agents by VPC and name.", typeof(ItemPage<AgentDocument>))
        {
            Query =
            [
                new("vpc", "Agents of this VPC."),
                new("health", "Agents of this health: Healthy, Degraded, Offline or Unknown."),
                new("text", "Agents whose name or id contains this text."),
                OperationQuery.Limit,
                OperationQuery.Cursor,
            ],
        });
        routes.Get("/agents/{id}", Role.Viewer, GetAsync, new("getAgent", "One agent.", typeof(AgentDocument)) { Problems = [404] });
        routes.Delete("/agents/{id}", Role.Admin, DeleteAsync, new(
            "deleteAgent", "Revokes the agent's credential, gives its tasks back to the VPC and removes it.", null)
        {
            Status = 204,
            Problems = [404],
        });
    }

    private static async Task ListAsync(OperatorCall call)
    {
        var query = call.Query();
        var filter = new AgentQuery
        {
            Vpc = query.Name("vpc"),
            Health = HealthOf(query),
            Text = query.Text("text"),
            Limit = query.Limit(),
            Cursor = query.Cursor(List),
        };
        if (query.Done() is { } problem)
        {
            await call.RefuseAsync(problem);
            return;
        }

        var page = await call.Grains.GetGrain<IFleetGrain>(0).ListAsync(filter);
        await call.AnswerAsync(Cursors.Page(List, page.Items, page.Next, Documents.Of), OperatorJson.Default.ItemPageAgentDocument);
    }

    private static async Task GetAsync(OperatorCall call)
    {
        var id = call.Route("id");
        var agent = id.Length <= MaxIdLength ? await call.Grains.GetGrain<IAgentGrain>(id).GetAsync() : null;
        await (agent is null ? NoSuchAgentAsync(call) : call.AnswerAsync(Documents.Of(agent), OperatorJson.Default.AgentDocument));
    }

    private static async Task DeleteAsync(OperatorCall call)
    {
        var id = call.Route("id");
        if (id.Length > MaxIdLength || !await call.Grains.GetGrain<IAgentGrain>(id).DeleteAsync($"removed by {call.Principal.Name}"))
        {
            await NoSuchAgentAsync(call);
            return;
        }

        await call.AuditAsync("agent.delete", id);
        await call.AnswerNothingAsync();
    }

    private static AgentHealth? HealthOf(QueryReader query)
    {
        if (query.Text("health") is not { } word)
            return null;
        if (!char.IsAsciiDigit(word[0]) && Enum.TryParse<AgentHealth>(word, ignoreCase: true, out var health))
            return health;
        query.Faults.Add("health", $"is '{Names.Shorten(word)}'; allowed are {string.Join(", ", Enum.GetNames<AgentHealth>())}");
        return null;
    }

    private static Task NoSuchAgentAsync(OperatorCall call) =>
        call.RefuseAsync(Problem.NotFound($"There is no agent '{Names.Shorten(call.Route("id"))}'."));
}
