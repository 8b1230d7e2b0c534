using Keeper.Gateway.Standby;
using Keeper.Silo.Start;
using Keeper.Storage;
using Keeper.Storage.Leases;

namespace Keeper.Silo.Standby;

/// <summary>
/// The life of a process that takes turns: stand by until the lease is had, be the active one for a term, stand by again.
/// Each term has an application of its own, so that nothing remembered in one is believed in the next.
/// </summary>
internal sealed partial class Terms(
    ILease lease, LeaseWatch watch, Door door, Listeners listeners, DataFolder data, Func<Term, ITerm> build,
    TimeProvider time, ILogger<Terms> logger)
{
    private static readonly TimeSpan LostGrace = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(20);

    private readonly string _name = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";
    private string? _told;

    /// <summary>Runs until asked to stop.</summary>
    /// <exception cref="StoreUnavailableException">The database could not be prepared.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            door.Active = new StandbyState(Fault: "Storage: the database has not been reached yet.");
            await lease.PrepareAsync(stop);
            await lease.AdmitKeyAsync(await AdminKey.OfAsync(data, time, stop), stop);
            while (!stop.IsCancellationRequested)
            {
                var term = new Term(watch);
                // Built before it is needed: a take-over has only to start it.
                await using var next = build(term);
                term.Begin(await StandByAsync(stop));
                await ServeAsync(next, term.Epoch, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    private async Task<long> StandByAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(LeaseTimes.LookEvery, time);
        do
        {
            try
            {
                var asked = watch.Now;
                var answer = await lease.TakeAsync(new LeaseHolder(_name, listeners.AdvertisedOperator, listeners.AdvertisedGateway), stop);
                if (answer.Epoch is { } epoch)
                {
                    watch.Granted(epoch, asked);
                    return epoch;
                }

                Tell(answer.Active);
            }
            catch (StoreUnavailableException fault)
            {
                door.Active = new StandbyState(Fault: "Storage: " + fault.Message);
                if (_told != fault.Message)
                    LogCannotAsk(fault);
                _told = fault.Message;
            }
        }
        while (await timer.WaitForNextTickAsync(stop));
        throw new OperationCanceledException(stop);
    }

    private async Task ServeAsync(ITerm term, long epoch, CancellationToken stop)
    {
        LogActive(epoch);
        (door.Active, _told) = (new StandbyState(), null);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop, term.Ending);
        var renewing = RenewAsync(epoch, over);
        try
        {
            await term.StartAsync(over.Token);
            await renewing;
        }
        catch (Exception fault) when (over.IsCancellationRequested || fault is StoreUnavailableException)
        {
            LogCutShort(epoch, fault);
        }
        finally
        {
            await over.CancelAsync();
            await EndAsync(term, epoch, held: await renewing);
        }
    }

    /// <returns>Whether the lease was still held at the end.</returns>
    private async Task<bool> RenewAsync(long epoch, CancellationTokenSource over)
    {
        using var timer = new PeriodicTimer(LeaseTimes.RenewEvery, time);
        var failed = false;
        while (!over.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(over.Token);
                var asked = watch.Now;
                if (!await lease.RenewAsync(epoch, over.Token))
                {
                    watch.Lost();
                    await over.CancelAsync();
                    return false;
                }

                watch.Granted(epoch, asked);
                if (failed)
                    LogRenewsAgain(epoch);
                (failed, door.Active) = (false, new StandbyState());
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                return true;
            }
            catch (StoreUnavailableException fault)
            {
                // Two lines an outage, not one a second.
                if (!failed)
                    LogCannotRenew(fault);
                (failed, door.Active) = (true, new StandbyState(Fault: "Storage: " + fault.Message));
            }
        }

        return true;
    }

    private async Task EndAsync(ITerm term, long epoch, bool held)
    {
        if (!held)
        {
            LogLost(epoch);
            await term.AbortAsync();
        }

        using var grace = new CancellationTokenSource(held ? StopGrace : LostGrace, time);
        try
        {
            await term.StopAsync(grace.Token);
            await term.AbortAsync();
        }
        catch (Exception fault) // Whatever is left of it is fenced off by the epoch.
        {
            LogUntidy(epoch, fault);
        }

        watch.Lost();
        if (held)
            await ReleaseAsync(epoch);
    }

    private async Task ReleaseAsync(long epoch)
    {
        using var patience = new CancellationTokenSource(LostGrace, time);
        try
        {
            await lease.ReleaseAsync(epoch, patience.Token);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or OperationCanceledException)
        {
            LogNotReleased(epoch, fault);
        }
    }

    private void Tell(LeaseHolder? active)
    {
        door.Active = new StandbyState(active?.OperatorUrl, active?.GatewayUrl);
        if (active is not null && active.Name != _told)
        {
            LogStandby(active.OperatorUrl);
            _told = active.Name;
        }
    }

    [LoggerMessage(1860, LogLevel.Information, "Standing by; active is {Url}.")]
    private partial void LogStandby(string url);

    [LoggerMessage(1861, LogLevel.Information, "This process is the active one now, epoch {Epoch}.")]
    private partial void LogActive(long epoch);

    [LoggerMessage(1862, LogLevel.Warning, "Another process has taken over; epoch {Epoch} is past and this process stands by.")]
    private partial void LogLost(long epoch);

    [LoggerMessage(1863, LogLevel.Warning, "The database can't be asked who is active.")]
    private partial void LogCannotAsk(Exception fault);

    [LoggerMessage(1864, LogLevel.Warning, "The lease could not be renewed; nothing is answered until it is.")]
    private partial void LogCannotRenew(Exception fault);

    [LoggerMessage(1869, LogLevel.Information, "The lease of epoch {Epoch} is renewed again.")]
    private partial void LogRenewsAgain(long epoch);

    [LoggerMessage(1865, LogLevel.Warning, "The term of epoch {Epoch} ended while it began.")]
    private partial void LogCutShort(long epoch, Exception fault);

    [LoggerMessage(1866, LogLevel.Warning, "The term of epoch {Epoch} did not end tidily.")]
    private partial void LogUntidy(long epoch, Exception fault);

    [LoggerMessage(1867, LogLevel.Warning, "The lease of epoch {Epoch} could not be given back; it runs out by itself.")]
    private partial void LogNotReleased(long epoch, Exception fault);

    [LoggerMessage(1868, LogLevel.Debug, "Taking turns has stopped.")]
    private partial void LogStopped();
}
