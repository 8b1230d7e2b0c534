using Keeper.Grains.Access;
using Keeper.Protocol.Operator;

namespace Keeper.Gateway.Operator;

/// <summary>The audit log.</summary>
internal static class AuditCalls
{
    private const string List = "audit";

    public static void Map(OperatorRoutes routes) =>
        routes.Get("/audit", Role.Admin, ListAsync, new(
            "listAudit", "Who changed what, newest first.", typeof(ItemPage<AuditDocument>))
        {
            Query = [OperationQuery.Limit, OperationQuery.Cursor],
        });

    private static async Task ListAsync(OperatorCall call)
    {
        var query = call.Query();
        var (limit, cursor) = (query.Limit(), query.Cursor(List));
        if (query.Done() is { } problem)
        {
            await call.RefuseAsync(problem);
            return;
        }

        var page = await call.Grains.GetGrain<IAccessGrain>(0).ListAuditAsync(limit, cursor);
        await call.AnswerAsync(Cursors.Page(List, page.Items, page.Next, Documents.Of), OperatorJson.Default.ItemPageAuditDocument);
    }
}
