using Orleans.Concurrency;

namespace Orleans.Embedded.Tests.Calls;

public interface ICounterGrain : IGrainWithStringKey
{
    Task<int> Add(int amount);

    ValueTask<int> Read();

    Task Yield();

    [OneWay]
    Task Fire(int amount);

    Task Throw(string message);
}

internal sealed class CounterGrain : Grain, ICounterGrain
{
    private int _value;

    public Task<int> Add(int amount) => Task.FromResult(_value += amount);

    public ValueTask<int> Read() => new(_value);

    public async Task Yield()
    {
        var scheduler = TaskScheduler.Current;
        await Task.Yield();
        if (TaskScheduler.Current != scheduler)
            throw new InvalidOperationException("left the activation");
    }

    public Task Fire(int amount) => Add(amount);

    public Task Throw(string message) => throw new InvalidTimeZoneException(message);
}
