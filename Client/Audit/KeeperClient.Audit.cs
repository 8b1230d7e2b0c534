using Keeper.Client.Http;
using Keeper.Protocol.Operator;

namespace Keeper.Client;

public sealed partial class KeeperClient
{
    /// <summary>One page of the audit log, newest first.</summary>
    public Task<ItemPage<AuditDocument>> GetAuditPageAsync(
        int limit = 100, string? cursor = null, CancellationToken cancellation = default) =>
        CallAsync(
            Get("/audit" + new Query().Add("limit", limit).Add("cursor", cursor)),
            ClientJson.Answers.ItemPageAuditDocument,
            cancellation);

    /// <summary>The whole audit log, newest first, fetched page by page as it is read.</summary>
    public IAsyncEnumerable<AuditDocument> ListAuditAsync(int pageSize = 100, CancellationToken cancellation = default) =>
        Pages.WalkAsync((cursor, c) => GetAuditPageAsync(pageSize, cursor, c), cancellation);
}
