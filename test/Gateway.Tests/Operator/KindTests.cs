using Keeper.Gateway.Tests.Fakes;
using Keeper.Grains.Agents;
using Keeper.Protocol.Tasks;

namespace Keeper.Gateway.Tests.Operator;

public sealed class KindTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await GatewayHost.StartAsync();
        _host.Grains.Lists.Kinds.AddRange(
        [
            new AnnouncedKind("vpc-a", new AgentExecutor("port", "1"), 2),
            new AnnouncedKind("vpc-b", new AgentExecutor("port", "1"), 1),
            new AnnouncedKind("vpc-b", new AgentExecutor(
                "disk-age", "3", """{"description": "How old is a disk?", "properties": {"disk": {"type": "string", "examples": ["sda"]}}, "required": ["disk"]}""", true), 1),
        ]);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task ListKinds_Always_HasKeepersOwnAndThoseOfAgents()
    {
        var items = (await _host.CallAsync("GET", "/api/v1/kinds")).Json.GetProperty("items").EnumerateArray().ToList();

        Assert.Equal(InstructionKinds.Names.Append("disk-age").Order(StringComparer.Ordinal), items.Select(k => k.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task GetKind_OfKeeper_TellsItsArgumentsAndWhoHasIt()
    {
        var kind = (await _host.CallAsync("GET", "/api/v1/kinds/port")).Json;

        Assert.Equal(("keeper", true, 3), (kind.GetProperty("source").GetString(), kind.GetProperty("repeatable").GetBoolean(), kind.GetProperty("agents").GetInt32()));
        Assert.Equal(["vpc-a", "vpc-b"], kind.GetProperty("vpcs").EnumerateArray().Select(v => v.GetString()));
        Assert.Equal(65535, kind.GetProperty("argumentsSchema").GetProperty("properties").GetProperty("port").GetProperty("maximum").GetInt32());
        Assert.Equal(System.Text.Json.JsonValueKind.Object, kind.GetProperty("example").ValueKind);
    }

    [Fact]
    public async Task GetKind_OfAgents_TellsWhatTheyAnnounced()
    {
        var kind = (await _host.CallAsync("GET", "/api/v1/kinds/disk-age")).Json;

        Assert.Equal(
            ("agents", "3", true, "How old is a disk?"),
            (kind.GetProperty("source").GetString(), kind.GetProperty("version").GetString(), kind.GetProperty("repeatable").GetBoolean(), kind.GetProperty("about").GetString()));
        Assert.Equal("""{"disk":"sda"}""", kind.GetProperty("example").GetRawText());
    }

    [Fact]
    public async Task ListKinds_OfAVpc_CountsItsAgentsAlone()
    {
        var items = (await _host.CallAsync("GET", "/api/v1/kinds?vpc=vpc-a")).Json.GetProperty("items").EnumerateArray().ToList();

        Assert.DoesNotContain(items, k => k.GetProperty("kind").GetString() == "disk-age");
        Assert.Equal(2, items.Single(k => k.GetProperty("kind").GetString() == "port").GetProperty("agents").GetInt32());
    }

    [Fact]
    public async Task GetKind_NobodyKnows_Is404() => Assert.Equal(404, (await _host.CallAsync("GET", "/api/v1/kinds/teapot")).Status);
}
