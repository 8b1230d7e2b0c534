using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Orleans.Embedded.Tests.Calls;

public interface ISlowGrain : IGrainWithStringKey
{
    Task Wait(string gate);

    [ResponseTimeout("00:00:02")]
    Task WaitBriefly(string gate);

    Task WaitFor(string gate, CancellationToken token);

    Task WaitRegardless(string gate, CancellationToken token);

    Task<int> Count();

    [AlwaysInterleave]
    Task<bool> SawCancellation();

    Task CallSlowly(string other, string gate);
}

internal sealed class SlowGrain(Gates gates) : Grain, ISlowGrain
{
    private readonly TaskCompletionSource<bool> _cancelled = new();
    private int _count;

    public async Task Wait(string gate)
    {
        await gates.PassAsync(gate);
        _count++;
    }

    public Task WaitBriefly(string gate) => Wait(gate);

    public async Task WaitFor(string gate, CancellationToken token)
    {
        using var registration = token.Register(() => _cancelled.TrySetResult(true));
        await gates.PassAsync(gate).WaitAsync(token);
    }

    public Task WaitRegardless(string gate, CancellationToken token) => gates.PassAsync(gate);

    public Task<int> Count() => Task.FromResult(_count);

    public Task<bool> SawCancellation() => _cancelled.Task;

    public Task CallSlowly(string other, string gate) => GrainFactory.GetGrain<ISlowGrain>(other).Wait(gate);
}

public sealed class DeadlineTests : ClusterTest
{
    private ISlowGrain Slow => Client.GetGrain<ISlowGrain>("slow");

    protected override void Configure(ISiloBuilder silo) => silo.Services.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(10));

    [Fact]
    public async Task Call_WithoutAnswer_TimesOutAtItsDeadline()
    {
        var call = Slow.Wait("gate");
        await Gates.ReachedAsync("gate");
        Clock.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(call.IsCompleted);

        Clock.Advance(TimeSpan.FromSeconds(0.2));

        var fault = await Assert.ThrowsAsync<TimeoutException>(() => call.Within("the time-out"));
        Assert.Contains("ISlowGrain.Wait", fault.Message);
    }

    [Fact]
    public async Task Call_WithAttribute_TimesOutSooner()
    {
        var call = Slow.WaitBriefly("gate");
        await Gates.ReachedAsync("gate");

        Clock.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<TimeoutException>(() => call.Within("the time-out"));
    }

    [Fact]
    public async Task Call_FromGrain_TimesOutByTheSilosOption()
    {
        var call = Slow.CallSlowly("other", "gate");
        await Gates.ReachedAsync("gate");

        Clock.Advance(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAsync<TimeoutException>(() => call.Within("the time-out"));
    }

    [Fact]
    public async Task Call_TimedOutWhileQueued_NeverStarts()
    {
        var running = Slow.Wait("gate");
        await Gates.ReachedAsync("gate");
        var queued = Slow.WaitBriefly("other");
        Clock.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<TimeoutException>(() => queued.Within("the time-out"));

        Gates.Open("gate");
        await running.Within("the running call");

        Assert.Equal(1, await Slow.Count());
    }

    [Fact]
    public async Task Call_AnsweredInTime_IsNotTouchedLater()
    {
        var call = Slow.Wait("gate");
        await Gates.ReachedAsync("gate");
        Gates.Open("gate");
        await call.Within("the call");

        Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(1, await Slow.Count());
    }

    [Fact]
    public async Task Token_CancelledByCaller_EndsTheWaitAndReachesTheGrain()
    {
        using var source = new CancellationTokenSource();
        var call = Slow.WaitFor("gate", source.Token);
        await Gates.ReachedAsync("gate");

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Within("the cancelled call"));
        Assert.True(await Slow.SawCancellation().Within("the grain's token"));
    }

    [Fact]
    public async Task Token_CancelledAndGrainDoesNotCare_EndsTheWaitAllTheSame()
    {
        using var source = new CancellationTokenSource();
        var call = Slow.WaitRegardless("gate", source.Token);
        await Gates.ReachedAsync("gate");

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Within("the cancelled call"));
    }

    [Fact]
    public async Task Token_AtDeadline_IsCancelledInTheGrain()
    {
        var call = Slow.WaitFor("gate", CancellationToken.None);
        await Gates.ReachedAsync("gate");

        Clock.Advance(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<TimeoutException>(() => call.Within("the time-out"));
        Assert.True(await Slow.SawCancellation().Within("the grain's token"));
    }

    [Fact]
    public async Task Token_CancelledBefore_CallIsNotSent()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Slow.WaitFor("gate", new CancellationToken(true)));

        Assert.Equal(0, await Slow.Count());
    }
}
