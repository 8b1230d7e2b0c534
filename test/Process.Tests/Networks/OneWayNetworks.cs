using System.Globalization;
using System.Net;

namespace Keeper.Process.Tests.Networks;

/// <summary>
/// A first VPC and two second ones with the same addresses inside. A second VPC may open connections to the gateway's port
/// in the first; every other new connection between them is dropped, on both sides.
/// </summary>
internal sealed class OneWayNetworks : IAsyncDisposable
{
    public const int GatewayPort = 7400;
    private const string Prefix = "keeper-test-";
    private const string Inside = "172.31.5.10";

    private readonly List<string> _names = [];

    /// <summary>Where the silo lives.</summary>
    public NetworkNamespace First { get; private set; } = null!;

    /// <summary>The second VPCs.</summary>
    public IReadOnlyList<NetworkNamespace> Second { get; private set; } = [];

    /// <summary>An address inside of each second VPC: the same in both.</summary>
    public static IPAddress AddressInside { get; } = IPAddress.Parse(Inside);

    /// <summary>The first VPC's end of the cable to a second one.</summary>
    public static IPAddress GatewayAddress(int second) => IPAddress.Parse($"198.18.{second}.1");

    /// <summary>A second VPC's end of its cable.</summary>
    public static IPAddress UplinkAddress(int second) => IPAddress.Parse($"198.18.{second}.2");

    public static async Task<OneWayNetworks> BuildAsync()
    {
        await SweepAsync();
        var networks = new OneWayNetworks();
        try
        {
            networks.First = await networks.CreateAsync("first");
            networks.Second = [await networks.CreateAsync("second-0"), await networks.CreateAsync("second-1")];
            for (var i = 0; i < networks.Second.Count; i++)
                await networks.PlugInAsync(i);
            await networks.CloseAsync();
            return networks;
        }
        catch
        {
            await networks.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes the rules of all networks away.</summary>
    public async Task OpenAsync()
    {
        foreach (var network in Second.Prepend(First))
            await network.NftAsync("flush ruleset");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _names)
            await NetworkNamespace.DeleteAsync(name);
        _names.Clear();
    }

    /// <summary>What a run left behind that was killed before it could tidy up: the process in the name is gone.</summary>
    private static async Task SweepAsync()
    {
        if (!Directory.Exists("/run/netns"))
            return;
        foreach (var name in Directory.EnumerateFiles("/run/netns", Prefix + "*").Select(p => Path.GetFileName(p)!))
        {
            if (!Directory.Exists($"/proc/{name[Prefix.Length..].Split('-')[0]}"))
                await NetworkNamespace.DeleteAsync(name);
        }
    }

    private async Task<NetworkNamespace> CreateAsync(string role)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{role}");
        var created = await NetworkNamespace.CreateAsync(name);
        _names.Add(name);
        return created;
    }

    private async Task PlugInAsync(int index)
    {
        var second = Second[index];
        await First.IpAsync($"link add down{index} type veth peer name up0 netns {second.Name}");
        await First.IpAsync($"addr add {GatewayAddress(index)}/30 dev down{index}");
        await First.IpAsync($"link set down{index} up");
        await second.IpAsync($"addr add {UplinkAddress(index)}/30 dev up0");
        await second.IpAsync("link set up0 up");

        // The VPC itself: an interface that the first VPC has no cable to. A bridge, because every kernel has it.
        await second.IpAsync("link add inside0 type bridge");
        await second.IpAsync($"addr add {Inside}/24 dev inside0");
        await second.IpAsync("link set inside0 up");
        // So that a connection attempt from the first VPC would arrive, were it let through.
        if (index == 0)
            await First.IpAsync($"route add {Inside}/32 via {UplinkAddress(index)}");
    }

    private async Task CloseAsync()
    {
        await First.NftAsync($$"""
            table ip oneway {
              chain in { type filter hook input priority 0; policy drop;
                iif lo accept; ct state established accept; tcp dport {{GatewayPort}} ct state new accept; }
              chain out { type filter hook output priority 0; policy accept;
                oifname "down*" ct state new drop; }
            }
            """);
        foreach (var second in Second)
        {
            await second.NftAsync($$"""
                table ip oneway {
                  chain in { type filter hook input priority 0; policy drop;
                    iif lo accept; iifname "inside0" accept; ct state established accept; }
                  chain out { type filter hook output priority 0; policy accept;
                    oifname "up0" ct state new tcp dport != {{GatewayPort}} drop; }
                }
                """);
        }
    }
}
