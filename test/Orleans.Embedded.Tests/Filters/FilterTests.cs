using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Filters;

public interface IFilteredGrain : IGrainWithStringKey
{
    Task<string> Greet(string name);

    Task<string?> ReadContext(string key);

    Task<string?> ReadContextOf(string other, string key);

    Task ChangeContext(string key);
}

internal sealed class FilteredGrain(Gates gates) : Grain, IFilteredGrain, IIncomingGrainCallFilter
{
    public Task<string> Greet(string name) => name == "fail" ? throw new InvalidTimeZoneException() : Task.FromResult($"hello {name}");

    public Task<string?> ReadContext(string key) => Task.FromResult(RequestContext.Get(key) as string);

    public async Task<string?> ReadContextOf(string other, string key)
    {
        await Task.Yield();
        return await GrainFactory.GetGrain<IFilteredGrain>(other).ReadContext(key);
    }

    public Task ChangeContext(string key)
    {
        RequestContext.Set(key, "changed");
        return Task.CompletedTask;
    }

    public Task Invoke(IIncomingGrainCallContext context)
    {
        gates.Log.Add($"own {context.ImplementationMethod.DeclaringType!.Name}.{context.MethodName}");
        return context.Invoke();
    }
}

public sealed class FilterTests : ClusterTest
{
    private IFilteredGrain Filtered => Client.GetGrain<IFilteredGrain>("one");

    protected override void Configure(ISiloBuilder silo)
    {
        silo.AddOutgoingGrainCallFilter(context => Note("outgoing", context));
        silo.AddIncomingGrainCallFilter(context => Note("incoming", context));
        silo.AddIncomingGrainCallFilter(async context =>
        {
            if (context.MethodName == nameof(IFilteredGrain.Greet) && (string)context.Request.GetArgument(0)! == "nobody")
                context.Request.SetArgument(0, "somebody");
            await context.Invoke();
            if (context.Result is string text)
                context.Result = $"{text}.";
        });
    }

    [Fact]
    public async Task Filters_AroundACall_RunInOrder()
    {
        await Filtered.Greet("you");

        Assert.Equal(["outgoing Greet", "incoming Greet", "own FilteredGrain.Greet"], Gates.Log.Items);
    }

    [Fact]
    public async Task Filter_ChangesResult_CallerGetsIt() => Assert.Equal("hello you.", await Filtered.Greet("you"));

    [Fact]
    public async Task Filter_ChangesArgument_GrainGetsIt() => Assert.Equal("hello somebody.", await Filtered.Greet("nobody"));

    [Fact]
    public async Task Filter_CallFails_FaultGoesThrough() =>
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Filtered.Greet("fail"));

    [Fact]
    public async Task RequestContext_SetByCaller_ReachesTheGrainAndItsCalls()
    {
        RequestContext.Set("who", "me");

        Assert.Equal("me.", await Filtered.ReadContext("who"));
        Assert.Equal("me..", await Filtered.ReadContextOf("two", "who"));
    }

    [Fact]
    public async Task RequestContext_ChangedByGrain_IsNotSeenByTheCaller()
    {
        RequestContext.Set("who", "me");

        await Filtered.ChangeContext("who");

        Assert.Equal("me", RequestContext.Get("who"));
        Assert.Equal("me.", await Filtered.ReadContext("who"));
    }

    [Fact]
    public async Task RequestContext_Removed_DoesNotReachTheGrain()
    {
        RequestContext.Set("who", "me");
        RequestContext.Remove("who");

        Assert.Null(await Filtered.ReadContext("who"));
    }

    private Task Note(string where, IGrainCallContext context)
    {
        Gates.Log.Add($"{where} {context.MethodName}");
        return context.Invoke();
    }
}
