using Keeper.Dashboard.Controls;
using Keeper.Dashboard.Live;
using Keeper.Grains.Access;
using Keeper.Grains.Live;

namespace Keeper.Dashboard.Access;

/// <summary>The audit log, for admins as in the API.</summary>
public sealed partial class AuditLog : LivePage<AuditPage>
{
    private const int Rows = 100;

    private string? _before;

    protected override void ReadState(string query) => _before = QueryText.Read(query).Text("before");

    protected override bool Concerns(LiveChange change) => false;

    protected override async Task<AuditPage> LoadAsync(CancellationToken cancellationToken) =>
        User.CanAdminister() ? await Cluster.GetGrain<IAccessGrain>(0).ListAuditAsync(Rows, _before) : new AuditPage([], null);
}
