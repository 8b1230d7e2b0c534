using Keeper.Gateway.Http;
using Keeper.Grains.Access;
using Keeper.Grains.Agents;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Validation;

namespace Keeper.Gateway.Operator;

/// <summary>The kinds of instruction: Keeper's own and those that agents announce.</summary>
internal static class KindCalls
{
    private static readonly OperationQuery Vpc = new("vpc", "Agents of this VPC alone are counted, and asked for kinds of their own.");

    public static void Map(OperatorRoutes routes)
    {
        routes.Get("/kinds", Role.Viewer, ListAsync, new(
            "listKinds", "Lists the kinds of instruction by name, each with a JSON schema of its arguments.", typeof(ItemPage<KindDocument>))
        {
            Query = [Vpc],
        });
        routes.Get("/kinds/{kind}", Role.Viewer, GetAsync, new("getKind", "One kind of instruction.", typeof(KindDocument))
        {
            Query = [Vpc],
            Problems = [404],
        });
    }

    private static async Task ListAsync(OperatorCall call)
    {
        if (await ReadAsync(call) is { } kinds)
            await call.AnswerAsync(new ItemPage<KindDocument>(kinds, Next: null), OperatorJson.Default.ItemPageKindDocument);
    }

    private static async Task GetAsync(OperatorCall call)
    {
        if (await ReadAsync(call) is not { } kinds)
            return;
        var name = call.Route("kind");
        await (kinds.FirstOrDefault(k => k.Kind == name) is { } kind
            ? call.AnswerAsync(kind, OperatorJson.Default.KindDocument)
            : call.RefuseAsync(Problem.NotFound($"Neither Keeper nor an agent knows a kind '{Names.Shorten(name)}'.")));
    }

    private static async Task<IReadOnlyList<KindDocument>?> ReadAsync(OperatorCall call)
    {
        var query = call.Query();
        var vpc = query.Name("vpc");
        if (query.Done() is not { } problem)
            return KindDocuments.Of(await call.Grains.GetGrain<IFleetGrain>(0).KindsAsync(vpc));
        await call.RefuseAsync(problem);
        return null;
    }
}
