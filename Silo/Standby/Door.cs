using System.Globalization;
using Keeper.Gateway.Listeners;
using Keeper.Gateway.Standby;
using Keeper.Storage.Leases;

namespace Keeper.Silo.Standby;

/// <summary>
/// Where every request to the process arrives. It goes to the term's application while this process is active and its
/// lease is fresh; otherwise the answer says who is active.
/// </summary>
internal sealed class Door(LeaseWatch watch, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private const string WatchPath = "/agent/v1/active";
    private const int LongestWaitSeconds = 30;

    private static readonly StandbyState Stale = new(Fault: "The lease on the database could not be renewed; without it nothing is answered.");

    private volatile TermServer? _term;
    private volatile StandbyState _active = new();
    private TaskCompletionSource _opened = NewSignal();

    /// <summary>Who is active, as far as this process has heard.</summary>
    public StandbyState Active
    {
        get => _active;
        set => _active = value;
    }

    public void Open(TermServer term)
    {
        _term = term;
        Volatile.Read(ref _opened).TrySetResult();
    }

    public void Close(TermServer term)
    {
        if (_term != term)
            return;
        Volatile.Write(ref _opened, NewSignal());
        _term = null;
    }

    public Task HandleAsync(HttpContext context)
    {
        if (context.Request.Path == WatchPath && context.CameTo(Listener.Gateway))
            return WatchAsync(context);
        return _term is { MayAnswer: true } term ? term.HandleAsync(context) : RefuseAsync(context);
    }

    /// <summary>
    /// An agent that knows several gateways asks those that it does not use to tell it when they become the active one:
    /// it hears of a take-over at once, also when the process it talks to is stopped and breaks no connection.
    /// </summary>
    private async Task WatchAsync(HttpContext context)
    {
        _ = int.TryParse(context.Request.Query["waitSeconds"], CultureInfo.InvariantCulture, out var seconds);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(Math.Clamp(seconds, 0, LongestWaitSeconds)), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            patience.Token, context.RequestAborted, lifetime.ApplicationStopping);
        await Volatile.Read(ref _opened).Task.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_term is { MayAnswer: true } && watch.Epoch is { } epoch)
            await StandbyAnswers.WriteActiveAsync(context, epoch);
        else
            await RefuseAsync(context);
    }

    private Task RefuseAsync(HttpContext context) => StandbyAnswers.WriteAsync(context, _term is null ? _active : Stale);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
