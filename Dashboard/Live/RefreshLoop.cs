using System.Threading.Channels;

namespace Keeper.Dashboard.Live;

/// <summary>
/// Looks again when asked, but not more often than <paramref name="spacing"/>, and at least every <paramref name="fallback"/>.
/// Any number of requests while one look is under way make one more look. Looks never overlap.
/// </summary>
internal sealed class RefreshLoop(TimeProvider time, TimeSpan spacing, TimeSpan fallback, Func<CancellationToken, Task> refresh) : IDisposable
{
    private readonly Channel<bool> _requests = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _paused;

    /// <summary>While paused nothing is looked at; requests are kept for later.</summary>
    public bool Paused
    {
        get => _paused;
        set
        {
            _paused = value;
            if (!value)
                Request();
        }
    }

    /// <summary>Asks for a look.</summary>
    public void Request() => _requests.Writer.TryWrite(true);

    /// <summary>Runs until disposed. What it runs answers for its own faults.</summary>
    public async Task RunAsync()
    {
        var stop = _stop.Token;
        try
        {
            while (true)
            {
                await WaitAsync(stop);
                if (!Paused)
                    await refresh(stop);
                await Task.Delay(spacing, time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _requests.Writer.TryComplete();
        }
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(fallback, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token);
        try
        {
            await _requests.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Nobody asked for a while: time to look anyway.
            return;
        }
    }

    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
            return;
        _stop.Cancel();
        _stop.Dispose();
    }
}
