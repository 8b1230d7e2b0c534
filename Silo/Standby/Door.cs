using System.Globalization;
using Keeper.Gateway.Listeners;
using Keeper.Gateway.Standby;
using Keeper.Storage.Leases;

namespace Keeper.Silo.Standby;

/// <summary>
/// Where every request to the process arrives. It goes to the term's application while this process is active and its
/// lease is fresh. While the lease can't be renewed, which is when the database is away, it waits a little: a short outage
/// costs time and nothing else. Otherwise the answer says who is active, or what is wrong.
/// </summary>
internal sealed class Door(LeaseWatch watch, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private const string WatchPath = "/agent/v1/active";
    private const string HealthPath = "/healthz";
    private const int LongestWaitSeconds = 30;

    /// <summary>Beyond these, who comes while the database is away is refused at once.</summary>
    private const int MostWaiting = 20_000;

    private static readonly StandbyState Stale = new(Fault: "Storage: the lease on the database could not be renewed; without it nothing is answered.");

    private volatile TermServer? _term;
    private volatile StandbyState _active = new();
    private TaskCompletionSource _opened = NewSignal();
    private int _waiting;

    /// <summary>
    /// How long a request, or its answer, waits for the lease to be fresh again. Less than agents and clients wait for
    /// an answer: they are to hear what is wrong.
    /// </summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(5);

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
        return _term switch
        {
            null => RefuseAsync(context),
            { MayAnswer: true } term => term.HandleAsync(context),
            var term => WaitAsync(term, context),
        };
    }

    private async Task WaitAsync(TermServer term, HttpContext context)
    {
        var isFresh = false;
        if (Interlocked.Increment(ref _waiting) <= MostWaiting && context.Request.Path != HealthPath)
            isFresh = await term.MayAnswerAsync(Patience, context.RequestAborted);
        Interlocked.Decrement(ref _waiting);
        await (isFresh ? term.HandleAsync(context) : RefuseAsync(context));
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

    private Task RefuseAsync(HttpContext context) => StandbyAnswers.WriteAsync(context, _term is null || _active.Fault is not null ? _active : Stale);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
