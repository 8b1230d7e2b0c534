using Keeper.Grains.Tasks;
using Keeper.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Keeper.Grains.Background;

/// <summary>Deletes ended tasks and audit entries that are older than they are to be kept.</summary>
internal sealed class Retention(IStore store, IOptions<TaskOptions> options, TimeProvider clock, ILogger<Retention> logger)
    : Rounds(TimeSpan.FromMinutes(10), clock, logger)
{
    /// <summary>Rows of one transaction: small, so that other writes get their turn in between.</summary>
    private const int PerWrite = 500;

    private readonly TimeProvider _clock = clock;

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow();
        var tasksBefore = now.AddDays(-options.Value.RetentionDays);
        while (await store.Tasks.PruneAsync(tasksBefore, PerWrite, cancellation) == PerWrite)
            cancellation.ThrowIfCancellationRequested();
        var auditBefore = now.AddDays(-options.Value.AuditRetentionDays);
        while (await store.Access.PruneAuditAsync(auditBefore, PerWrite, cancellation) == PerWrite)
            cancellation.ThrowIfCancellationRequested();
    }
}
