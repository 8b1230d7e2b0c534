using Keeper.Silo.Standby;
using Keeper.Storage.Leases;
using Keeper.Testing;

namespace Keeper.Functional.Tests.Standby;

/// <summary>A term without a server: it notes what is done with it.</summary>
internal sealed class FakeTerm(Term term, FakeTerm.Manner manner, Recorder<string> events) : ITerm
{
    private readonly CancellationTokenSource _ending = new();

    public CancellationToken Ending => _ending.Token;

    /// <summary>The server itself wants to end.</summary>
    public Task EndAsync() => _ending.CancelAsync();

    public Task StartAsync(CancellationToken cancellation)
    {
        events.Add($"start {term.Epoch}");
        return manner.Start(cancellation);
    }

    public Task AbortAsync()
    {
        events.Add($"abort {term.Epoch}");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellation)
    {
        events.Add($"stop {term.Epoch}");
        return manner.Stop(cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _ending.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>How terms start and stop; by default at once.</summary>
    internal sealed class Manner
    {
        public Func<CancellationToken, Task> Start { get; set; } = _ => Task.CompletedTask;

        public Func<CancellationToken, Task> Stop { get; set; } = _ => Task.CompletedTask;
    }
}
