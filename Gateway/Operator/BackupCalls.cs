using Keeper.Gateway.Http;
using Keeper.Grains.Access;

namespace Keeper.Gateway.Operator;

/// <summary>Backups, straight from the database to the caller: nothing is kept here, whatever their size.</summary>
internal sealed class BackupCalls(IBackupSource source, TimeProvider time)
{
    public const string ContentType = "application/gzip";

    /// <summary>A backup holds on to one state of the database, so that it can't go on for ever.</summary>
    private static readonly TimeSpan MaxDuration = TimeSpan.FromHours(1);

    private int _running;

    public void Map(OperatorRoutes routes) =>
        routes.Post("/backup", Role.Admin, BackUpAsync, new(
            "backUp", "All data as it is at one moment, as a compressed file. An answer that ends early is no backup.", Answer: null)
        {
            Problems = [409],
        });

    private async Task BackUpAsync(OperatorCall call)
    {
        if (Interlocked.Exchange(ref _running, 1) == 1)
        {
            await call.RefuseAsync(Problem.Conflict("backup-running", "Another backup is being made; one at a time."));
            return;
        }

        try
        {
            await call.AuditAsync("backup.create", "all");
            using var deadline = new CancellationTokenSource(MaxDuration, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, call.HungUp);
            call.Http.Response.ContentType = ContentType;
            await source.WriteAsync(call.Http.Response.Body, either.Token);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }
}
