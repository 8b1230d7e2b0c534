using Orleans;

namespace Keeper.Bench;

public interface IEchoGrain : IGrainWithIntegerKey
{
    Task<int> Echo(int value);

    Task<int> EchoLater(int value);
}

internal sealed class EchoGrain : Grain, IEchoGrain
{
    private static readonly Task<int> Zero = Task.FromResult(0);

    public Task<int> Echo(int value) => value == 0 ? Zero : Task.FromResult(value);

    public async Task<int> EchoLater(int value)
    {
        await Task.Yield();
        return value;
    }
}
