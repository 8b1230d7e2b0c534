using Orleans.Concurrency;

namespace Orleans.Embedded.Tests.Calls;

public interface ICounterGrain : IGrainWithStringKey
{
    Task<int> Add(int amount);

    ValueTask<int> Read();

    ValueTask Reset();

    Task<bool> StaysHome();

    Task<bool> LeavesWithTaskRun();

    Task<bool> StaysWithStartNew();

    [OneWay]
    Task Fire(int amount);

    [OneWay]
    Task FireAndFail();

    Task Throw(string message);

    Task ThrowLater(string message);

    Task<int> AddSlowly();

    Task<string?> ReadAsyncLocal();
}

internal sealed class CounterGrain : Grain, ICounterGrain
{
    public static readonly AsyncLocal<string?> Ambient = new();

    private int _value;
    private int _inside;

    public Task<int> Add(int amount) => Task.FromResult(_value += amount);

    public ValueTask<int> Read() => new(_value);

    public ValueTask Reset()
    {
        _value = 0;
        return default;
    }

    public async Task<bool> StaysHome()
    {
        var before = TaskScheduler.Current;
        await Task.Yield();
        return before != TaskScheduler.Default && TaskScheduler.Current == before;
    }

    public Task<bool> LeavesWithTaskRun() => Task.Run(() => TaskScheduler.Current == TaskScheduler.Default);

    public async Task<bool> StaysWithStartNew()
    {
        var home = TaskScheduler.Current;
        return await Task.Factory.StartNew(() => TaskScheduler.Current == home);
    }

    public Task Fire(int amount) => Add(amount);

    public Task FireAndFail() => throw new InvalidOperationException("nobody hears this");

    public Task Throw(string message) => throw new InvalidTimeZoneException(message);

    public async Task ThrowLater(string message)
    {
        await Task.Yield();
        throw new InvalidTimeZoneException(message);
    }

    public async Task<int> AddSlowly()
    {
        if (_inside++ > 0)
            throw new InvalidOperationException("two calls inside at once");
        await Task.Yield();
        await Task.Run(() => { });
        _inside--;
        return ++_value;
    }

    public Task<string?> ReadAsyncLocal() => Task.FromResult(Ambient.Value);
}
