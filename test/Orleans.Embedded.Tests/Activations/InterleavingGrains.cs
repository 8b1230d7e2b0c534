using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Embedded.Tests.Activations;

public interface IDoorGrain : IGrainWithStringKey
{
    Task Enter(string gate);

    [AlwaysInterleave]
    Task Slip(string gate);

    [ReadOnly]
    Task Look(string gate);

    [ReadOnly]
    Task<string> LookAt();
}

internal sealed class DoorGrain(Gates gates) : Grain, IDoorGrain
{
    public Task Enter(string gate) => gates.PassAsync(gate);

    public Task Slip(string gate) => gates.PassAsync(gate);

    public Task Look(string gate) => gates.PassAsync(gate);

    public Task<string> LookAt() => Task.FromResult("seen");
}

public interface IRevolvingDoorGrain : IGrainWithStringKey
{
    Task Enter(string gate);
}

[Reentrant]
internal sealed class RevolvingDoorGrain(Gates gates) : Grain, IRevolvingDoorGrain
{
    public Task Enter(string gate) => gates.PassAsync(gate);
}

public interface IPickyDoorGrain : IGrainWithStringKey
{
    Task Enter(string gate);
}

[MayInterleave(nameof(IsGuest))]
internal sealed class PickyDoorGrain(Gates gates) : Grain, IPickyDoorGrain
{
    public static bool IsGuest(IInvokable call) => call.GetArgument(0) is "guest";

    public Task Enter(string gate) => gates.PassAsync(gate);
}

public interface IRingGrain : IGrainWithStringKey
{
    Task<int> Around(string[] path);

    Task<int> AroundWithReentrancy(string[] path);

    Task LetGo(string other);

    Task Finish();

    Task CallBack(string other);
}

internal sealed class RingGrain(Gates gates) : Grain, IRingGrain
{
    public async Task<int> Around(string[] path) =>
        path.Length == 0 ? 0 : 1 + await GrainFactory.GetGrain<IRingGrain>(path[0]).Around(path[1..]);

    public async Task<int> AroundWithReentrancy(string[] path)
    {
        using (RequestContext.AllowCallChainReentrancy())
            return await Around(path);
    }

    public async Task LetGo(string other)
    {
        // Not awaited: the call back waits for this one, which does not wait for it.
        _ = GrainFactory.GetGrain<IRingGrain>(other).CallBack(this.GetPrimaryKeyString());
        await gates.PassAsync("let go");
    }

    public async Task CallBack(string other)
    {
        var finishing = GrainFactory.GetGrain<IRingGrain>(other).Finish();
        await gates.PassAsync("called back");
        await finishing;
    }

    public Task Finish() => gates.PassAsync("finished");
}
