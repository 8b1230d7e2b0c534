using Keeper.Client.Audit;
using Keeper.Client.Http;

namespace Keeper.Client;

public sealed partial class KeeperClient
{
    /// <summary>One page of the audit log, newest first.</summary>
    public Task<Page<AuditEntry>> GetAuditPageAsync(
        int limit = 100, string? cursor = null, CancellationToken cancellation = default) =>
        CallAsync(
            Get("/audit" + new Query().Add("limit", limit).Add("cursor", cursor)),
            ClientJson.Default.PageAuditEntry,
            cancellation);

    /// <summary>The whole audit log, newest first, fetched page by page as it is read.</summary>
    public IAsyncEnumerable<AuditEntry> ListAuditAsync(int pageSize = 100, CancellationToken cancellation = default) =>
        Pages.WalkAsync((cursor, c) => GetAuditPageAsync(pageSize, cursor, c), cancellation);
}
