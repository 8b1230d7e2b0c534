using Keeper.Gateway.Http;
using Keeper.Grains.Access;
using Keeper.Grains.Vpcs;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Validation;
using Keeper.Protocol.Vpcs;

namespace Keeper.Gateway.Operator;

/// <summary>VPCs, the agents that the platform makes in them, and enrollment tokens.</summary>
internal static class VpcCalls
{
    private const string List = "vpcs";
    private static readonly Dictionary<string, string> NoLabels = [];

    public static void Map(OperatorRoutes routes)
    {
        routes.Put("/vpcs/{vpc}", Role.Admin, PutAsync, new("putVpc", "Makes a VPC, or changes what was set.", typeof(VpcDocument))
        {
            Body = typeof(VpcRequest),
            BodyIsOptional = true,
        });
        routes.Get("/vpcs", Role.Viewer, ListAsync, new("listVpcs", "Lists VPCs by name.", typeof(ItemPage<VpcDocument>))
        {
            Query = [OperationQuery.Limit, OperationQuery.Cursor],
        });
        routes.Get("/vpcs/{vpc}", Role.Viewer, GetAsync, new("getVpc", "One VPC.", typeof(VpcDocument)) { Problems = [404] });
        routes.Post("/vpcs/{vpc}/agents", Role.Admin, CreateAgentAsync, new(
            "createAgent", "Makes an agent before it has ever connected, with a token that enrols just this agent.", typeof(AgentCreated))
        {
            Status = 201,
            Body = typeof(AgentRequest),
            Problems = [404, 409],
        });
        routes.Post("/vpcs/{vpc}/enrollment-tokens", Role.Admin, IssueTokenAsync, new(
            "issueEnrollmentToken", "Makes a token with which agents enrol themselves into the VPC.", typeof(TokenCreated))
        {
            Status = 201,
            Body = typeof(TokenRequest),
            Problems = [404],
        });
    }

    private static async Task PutAsync(OperatorCall call)
    {
        var name = call.Route("vpc");
        var request = await call.BodyAsync(
            reader =>
            {
                Names.Check(name, "vpc", reader.Faults);
                return VpcRequest.Read(reader);
            },
            mayBeEmpty: true);
        if (request is null)
            return;
        var vpc = await call.Grains.GetGrain<IVpcGrain>(name)
            .PutAsync(new VpcSettings(request.Description ?? "", request.Labels ?? NoLabels));
        await call.AuditAsync("vpc.put", name, vpc.Description);
        await call.AnswerAsync(Documents.Of(vpc), OperatorJson.Default.VpcDocument);
    }

    private static async Task ListAsync(OperatorCall call)
    {
        var query = call.Query();
        var (limit, cursor) = (query.Limit(), query.Cursor(List));
        if (query.Done() is { } problem)
        {
            await call.RefuseAsync(problem);
            return;
        }

        var page = await call.Grains.GetGrain<IVpcListGrain>(0).ListAsync(limit, cursor);
        await call.AnswerAsync(Cursors.Page(List, page.Items, page.Next, Documents.Of), OperatorJson.Default.ItemPageVpcDocument);
    }

    private static async Task GetAsync(OperatorCall call)
    {
        var vpc = Names.IsValid(call.Route("vpc")) ? await call.Grains.GetGrain<IVpcGrain>(call.Route("vpc")).GetAsync() : null;
        await (vpc is null ? NoSuchVpcAsync(call) : call.AnswerAsync(Documents.Of(vpc), OperatorJson.Default.VpcDocument));
    }

    private static async Task CreateAgentAsync(OperatorCall call)
    {
        var vpc = call.Route("vpc");
        if (await call.BodyAsync(AgentRequest.Read) is not { } request)
            return;
        var answer = Names.IsValid(vpc)
            ? await call.Grains.GetGrain<IVpcGrain>(vpc).CreateAgentAsync(request.Name)
            : new CreateAgentAnswer(null, null, CreateAgentProblem.NoSuchVpc);
        switch (answer)
        {
            case { Problem: CreateAgentProblem.None, AgentId: { } id, Token: { } token }:
                await call.AuditAsync("agent.create", id, $"{vpc}/{request.Name}");
                await call.AnswerAsync(new AgentCreated(id, token), OperatorJson.Default.AgentCreated, 201);
                break;
            case { Problem: CreateAgentProblem.NameTaken }:
                await call.RefuseAsync(Problem.Conflict("name-taken", $"The VPC '{vpc}' has an agent named '{request.Name}'."));
                break;
            default:
                await NoSuchVpcAsync(call);
                break;
        }
    }

    private static async Task IssueTokenAsync(OperatorCall call)
    {
        var vpc = call.Route("vpc");
        if (await call.BodyAsync(TokenRequest.Read) is not { } request)
            return;
        var token = Names.IsValid(vpc)
            ? await call.Grains.GetGrain<IVpcGrain>(vpc).IssueTokenAsync(request.ExpiresInSeconds, request.MaxUses) : null;
        if (token is null)
        {
            await NoSuchVpcAsync(call);
            return;
        }

        await call.AuditAsync("token.issue", vpc, $"{request.MaxUses} uses, expires {token.ExpiresAt:u}");
        await call.AnswerAsync(new TokenCreated(token.Token, token.ExpiresAt), OperatorJson.Default.TokenCreated, 201);
    }

    private static Task NoSuchVpcAsync(OperatorCall call) =>
        call.RefuseAsync(Problem.NotFound($"There is no VPC '{Names.Shorten(call.Route("vpc"))}'."));
}
