using Keeper.Gateway.Hosting;
using Keeper.Silo;
using Keeper.Silo.Standby;
using Keeper.Silo.Start;
using Keeper.Storage.Leases;
using Keeper.Testing;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Keeper.Functional.Tests.Standby;

/// <summary>The life of a process that takes turns, over a scripted lease and a clock that a test moves.</summary>
public sealed class TermsTests : IAsyncLifetime, IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly TemporaryFolder _folder = new();
    private readonly FakeLease _lease = new();
    private readonly FakeTerm.Manner _manner = new();
    private readonly Recorder<string> _events = new();
    private readonly Recorder<FakeTerm> _built = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly LeaseWatch _watch;
    private readonly Door _door;
    private readonly Terms _terms;
    private Task _run = Task.CompletedTask;

    public TermsTests()
    {
        _watch = new LeaseWatch(_time);
        _door = new Door(_watch, _time, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance));
        var listeners = new Listeners(
            Options.Create(new SiloOptions()), Options.Create(new GatewayOptions()), new ConfigurationBuilder().Build());
        _terms = new Terms(_lease, _watch, _door, listeners, new DataFolder(_folder.Path, "here"), Build, _time, NullLogger<Terms>.Instance);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _time.AdvanceUntilAsync(_run).Within("the end");
    }

    public void Dispose()
    {
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_LeaseIsAnothers_SaysWhoIsActiveAndLooksAgain()
    {
        Start();

        await _time.AdvanceUntilAsync(_lease.Asked.WhenCountAsync(3)).Within("three looks");

        Assert.Equal((FakeLease.Another.OperatorUrl, FakeLease.Another.GatewayUrl), (_door.Active.ActiveOperator, _door.Active.ActiveGateway));
        Assert.Single(_lease.Keys.Items);
        Assert.Single(_lease.Asked.Items.Select(h => h.Name).Distinct());
        Assert.Empty(_events.Items);
        Assert.Null(_watch.Epoch);
    }

    [Fact]
    public async Task Run_DatabaseIsAwayWhileStandingBy_SaysSoAndTakesOverWhenItIsBack()
    {
        _lease.OnTake = () => Task.FromException<LeaseAnswer>(FakeLease.Away);
        Start();
        await _time.AdvanceUntilAsync(_lease.Asked.WhenCountAsync(2)).Within("two looks");
        Assert.Equal("Storage: the database is away", _door.Active.Fault);

        _lease.Grant(4);
        await _time.AdvanceUntilAsync(_events.WhenCountAsync(1)).Within("the term");

        Assert.Equal(["start 4"], _events.Items);
        Assert.Null(_door.Active.Fault);
    }

    [Fact]
    public async Task Run_LeaseIsGot_RenewsEverySecondAndMayAnswer()
    {
        await ServeAsync(epoch: 1);

        for (var n = 1; n <= 5; n++)
        {
            _time.Advance(LeaseTimes.RenewEvery);
            await _lease.Renewed.WhenCountAsync(n);
        }

        Assert.All(_lease.Renewed.Items, epoch => Assert.Equal(1, epoch));
        Assert.Equal(["start 1"], _events.Items);
        Assert.Equal(1, _watch.Epoch);
    }

    [Fact]
    public async Task Run_LeaseIsLost_BreaksOffBeforeItStopsAndStandsByInANewTerm()
    {
        await ServeAsync(epoch: 1);
        _lease.OnTake = () => Task.FromResult(new LeaseAnswer(null, FakeLease.Another));
        _lease.OnRenew = () => Task.FromResult(false);

        _time.Advance(LeaseTimes.RenewEvery);
        await _built.WhenCountAsync(2).Within("the next term");

        Assert.Equal(["start 1", "abort 1", "stop 1", "abort 1"], _events.Items);
        Assert.Null(_watch.Epoch);
        Assert.Empty(_lease.Released.Items); // It is another's; giving it back would take it from that one.
        _lease.Grant(3);
        await _time.AdvanceUntilAsync(_events.WhenCountAsync(5)).Within("the next term's start");
        Assert.Equal("start 3", _events.Items[^1]);
        Assert.Equal(3, _watch.Epoch);
    }

    [Fact]
    public async Task Run_DatabaseIsAway_AnswersNothingAndGoesOnInTheSameTermWhenRenewedLate()
    {
        await ServeAsync(epoch: 1);
        _lease.OnRenew = () => Task.FromException<bool>(FakeLease.Away);
        for (var n = 1; n <= 4; n++)
        {
            _time.Advance(LeaseTimes.RenewEvery);
            await _lease.Renewed.WhenCountAsync(n);
        }

        Assert.Null(_watch.Epoch);
        var back = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _lease.OnRenew = () => back.Task;
        _time.Advance(LeaseTimes.RenewEvery);
        await _lease.Renewed.WhenCountAsync(5);
        Assert.Null(_watch.Epoch);
        back.SetResult(true);
        await _time.WhenTimerArmedAsync(LeaseTimes.RenewEvery).Within("the next renewal's time");
        _time.Advance(LeaseTimes.RenewEvery);
        await _lease.Renewed.WhenCountAsync(6);

        Assert.Equal(1, _watch.Epoch);
        Assert.Equal(["start 1"], _events.Items);
    }

    [Fact]
    public async Task Run_DatabaseIsBackAndAnotherTookOver_EndsTheTerm()
    {
        await ServeAsync(epoch: 1);
        _lease.OnRenew = () => Task.FromException<bool>(FakeLease.Away);
        _time.Advance(LeaseTimes.RenewEvery);
        await _lease.Renewed.WhenCountAsync(1);
        _lease.OnTake = () => Task.FromResult(new LeaseAnswer(null, FakeLease.Another));
        _lease.OnRenew = () => Task.FromResult(false);

        await _time.AdvanceUntilAsync(_built.WhenCountAsync(2)).Within("the next term");

        Assert.Equal(["start 1", "abort 1", "stop 1", "abort 1"], _events.Items);
    }

    [Fact]
    public async Task Run_WakesUpAfterALongStop_AnswersNothingBeforeTheDatabaseHasSpoken()
    {
        await ServeAsync(epoch: 1);
        _lease.OnTake = () => Task.FromResult(new LeaseAnswer(null, FakeLease.Another));
        var verdict = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _lease.OnRenew = () => verdict.Task;

        _time.Advance(TimeSpan.FromMinutes(10)); // a stopped process's monotonic clock goes on
        Assert.Null(_watch.Epoch);
        await _lease.Renewed.WhenCountAsync(1);
        Assert.Null(_watch.Epoch);
        verdict.SetResult(false);
        await _built.WhenCountAsync(2).Within("the next term");

        Assert.Equal("abort 1", _events.Items[1]);
        Assert.Null(_watch.Epoch);
    }

    [Fact]
    public async Task Run_EpochMovesWhileTheTermStarts_CutsTheStartShort()
    {
        _manner.Start = cancellation => Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellation);
        await ServeAsync(epoch: 1);
        _lease.OnTake = () => Task.FromResult(new LeaseAnswer(null, FakeLease.Another));
        _lease.OnRenew = () => Task.FromResult(false);

        await _time.AdvanceUntilAsync(_built.WhenCountAsync(2)).Within("the next term");

        Assert.Equal(["start 1", "abort 1", "stop 1", "abort 1"], _events.Items);
    }

    [Fact]
    public async Task Run_AskedToStop_StopsTidilyAndGivesTheLeaseBack()
    {
        await ServeAsync(epoch: 1);

        await _stop.CancelAsync();
        await _run.Within("the end");

        Assert.Equal(["start 1", "stop 1", "abort 1"], _events.Items);
        Assert.Equal([1], _lease.Released.Items);
        Assert.Null(_watch.Epoch);
    }

    [Fact]
    public async Task Run_TermEndsByItself_GivesTheLeaseBackAndStandsBy()
    {
        await ServeAsync(epoch: 1);
        _lease.OnTake = () => Task.FromResult(new LeaseAnswer(null, FakeLease.Another));

        await _built.Items[0].EndAsync();
        await _built.WhenCountAsync(2).Within("the next term");

        Assert.Equal([1], _lease.Released.Items);
    }

    [Fact]
    public async Task Run_LostTermDoesNotStop_IsLeftBehindAfterThreeSeconds()
    {
        _manner.Stop = cancellation => Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellation);
        await ServeAsync(epoch: 1);
        _lease.OnTake = () => Task.FromResult(new LeaseAnswer(null, FakeLease.Another));
        _lease.OnRenew = () => Task.FromResult(false);
        _time.Advance(LeaseTimes.RenewEvery);
        await _events.WhenCountAsync(3);
        Assert.Single(_built.Items);

        await _time.WhenTimerArmedAsync(TimeSpan.FromSeconds(3)).Within("the grace");
        _time.Advance(TimeSpan.FromSeconds(3));

        await _built.WhenCountAsync(2).Within("the next term");
    }

    [Fact]
    public async Task Run_LeaseCannotBeGivenBack_EndsAllTheSame()
    {
        _lease.OnRelease = () => Task.FromException(FakeLease.Away);
        await ServeAsync(epoch: 1);

        await _stop.CancelAsync();

        await _run.Within("the end");
        Assert.Equal([1], _lease.Released.Items);
    }

    private void Start() => _run = Task.Run(() => _terms.RunAsync(_stop.Token));

    /// <summary>Until a term has begun and its first renewal is awaited.</summary>
    private async Task ServeAsync(long epoch)
    {
        _lease.Grant(epoch);
        Start();
        await _events.WhenCountAsync(1).Within("the term's start");
        await _time.WhenTimerArmedAsync(LeaseTimes.RenewEvery).Within("the first renewal's time");
    }

    private FakeTerm Build(Term term)
    {
        var built = new FakeTerm(term, _manner, _events);
        _built.Add(built);
        return built;
    }
}
