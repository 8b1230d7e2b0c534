using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Hosting;

public interface ITwiceGrain : IGrainWithGuidKey
{
    Task<string> Name();
}

internal sealed class FirstOfTwiceGrain : Grain, ITwiceGrain
{
    public Task<string> Name() => Task.FromResult("first");
}

internal sealed class SecondOfTwiceGrain : Grain, ITwiceGrain
{
    public Task<string> Name() => Task.FromResult("second");
}

public interface INobodysGrain : IGrainWithStringKey;

public interface IKeyedGrain : IGrainWithIntegerCompoundKey
{
    Task<string> Keys();
}

[GrainType("special")]
internal sealed class KeyedGrain : Grain, IKeyedGrain
{
    public Task<string> Keys() => Task.FromResult($"{this.GetPrimaryKeyLong(out var extension)} {extension} {this.GetGrainId().Type}");
}

public interface IGenericMethodGrain : IGrainWithStringKey
{
    Task<T> Get<T>();
}

internal sealed class GenericMethodGrain : Grain, IGenericMethodGrain
{
    public Task<T> Get<T>() => Task.FromResult(default(T)!);
}

public sealed class FactoryTests : ClusterTest
{
    [Fact]
    public void GetGrain_TwoClasses_IsAmbiguousAndNamesThem()
    {
        var fault = Assert.Throws<ArgumentException>(() => Client.GetGrain<ITwiceGrain>(Guid.NewGuid()));

        Assert.Contains(nameof(FirstOfTwiceGrain), fault.Message);
        Assert.Contains(nameof(SecondOfTwiceGrain), fault.Message);
    }

    [Fact]
    public async Task GetGrain_TwoClassesAndAPrefix_PicksThatClass() =>
        Assert.Equal("second", await Client.GetGrain<ITwiceGrain>(Guid.NewGuid(), typeof(SecondOfTwiceGrain).FullName).Name());

    [Fact]
    public void GetGrain_NoClass_IsRefused()
    {
        var fault = Assert.Throws<ArgumentException>(() => Client.GetGrain<INobodysGrain>("x"));

        Assert.Contains(nameof(INobodysGrain), fault.Message);
    }

    [Fact]
    public void GetGrain_GenericMethod_IsRefusedWithTheReason()
    {
        var fault = Assert.Throws<NotSupportedException>(() => Client.GetGrain<IGenericMethodGrain>("x"));

        Assert.Contains("generic", fault.Message);
    }

    [Fact]
    public async Task GetGrain_CompoundKey_GrainReadsBothPartsAndItsTypeName() =>
        Assert.Equal("-7 part special", await Client.GetGrain<IKeyedGrain>(-7, "part").Keys());

    [Fact]
    public void GetGrain_EmptyKey_IsRefused() => Assert.Throws<ArgumentException>(() => Client.GetGrain<INobodysGrain>(" "));

    [Fact]
    public void References_SameGrain_AreEqual()
    {
        var key = Guid.NewGuid();
        var prefix = typeof(FirstOfTwiceGrain).FullName;

        Assert.Equal(Client.GetGrain<ITwiceGrain>(key, prefix), Client.GetGrain<ITwiceGrain>(key, prefix));
        Assert.NotEqual(Client.GetGrain<ITwiceGrain>(key, prefix), Client.GetGrain<ITwiceGrain>(Guid.NewGuid(), prefix));
    }

    [Theory]
    [InlineData("type/key", true)]
    [InlineData("type/with/slash", true)]
    [InlineData("/key", false)]
    [InlineData("type/", false)]
    [InlineData("", false)]
    public void GrainId_TryParse_TakesTypeSlashKey(string text, bool fits)
    {
        Assert.Equal(fits, GrainId.TryParse(text, out var id));
        Assert.True(!fits || id.ToString() == text);
    }
}
