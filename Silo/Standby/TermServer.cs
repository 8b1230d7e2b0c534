using Keeper.Storage.Leases;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Keeper.Silo.Standby;

/// <summary>
/// What a term's application has instead of an HTTP server: the process's door hands it requests while the term lasts. The
/// sockets belong to the door and stay open from term to term.
/// </summary>
internal sealed class TermServer(Door door, LeaseWatch watch, Term term) : IServer
{
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<IFeatureCollection, Task> _process = _ => throw new InvalidOperationException("The term has not begun.");
    private int _running = 1; // One for the term itself.
    private int _closed;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <summary>Whether an answer that is about to leave is still the active one's.</summary>
    public bool MayAnswer => !_abort.IsCancellationRequested && watch.Epoch == term.Epoch;

    /// <summary>The same, after waiting for the lease to be renewed if need be.</summary>
    public async Task<bool> MayAnswerAsync(TimeSpan patience, CancellationToken cancellation) =>
        MayAnswer || (await watch.MayAnswerAsync(term.Epoch, patience, cancellation) && MayAnswer);

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _process = features => ProcessAsync(application, features);
        door.Open(this);
        return Task.CompletedTask;
    }

    /// <summary>Takes no more requests and waits for those that are being answered; then they are broken off.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Close();
        await _drained.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await AbortAsync();
    }

    /// <summary>The term is over: nothing that is being answered may leave.</summary>
    public Task AbortAsync()
    {
        Close();
        return _abort.CancelAsync();
    }

    /// <summary>Answers one request, unless the term ends before the answer begins: then the connection breaks.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref _running);
        try
        {
            // A pause can come between any two instructions; the last look is right before the answer leaves. One that says
            // that it could not be done may leave at any time.
            context.Response.OnStarting(async () =>
            {
                if (context.Response.StatusCode != StatusCodes.Status503ServiceUnavailable
                    && !await MayAnswerAsync(Door.Patience, context.RequestAborted))
                {
                    context.Abort();
                }
            });
            await using var aborting = _abort.Token.Register(context.Abort);
            // A collection of its own: what the two hosts keep in their contexts must not meet.
            await _process(new FeatureCollection(context.Features));
        }
        finally
        {
            Leave();
        }
    }

    public void Dispose() => _abort.Dispose();

    private static async Task ProcessAsync<TContext>(IHttpApplication<TContext> application, IFeatureCollection features)
        where TContext : notnull
    {
        var context = application.CreateContext(features);
        try
        {
            await application.ProcessRequestAsync(context);
            application.DisposeContext(context, exception: null);
        }
        catch (Exception fault)
        {
            application.DisposeContext(context, fault);
            throw;
        }
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            door.Close(this);
            Leave();
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _running) == 0)
            _drained.TrySetResult();
    }
}
