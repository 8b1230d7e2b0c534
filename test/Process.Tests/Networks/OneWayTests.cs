using System.Net;
using System.Text.Json.Nodes;
using Keeper.Process.Tests.Harness;
using Keeper.Testing;

namespace Keeper.Process.Tests.Networks;

/// <summary>
/// What Keeper is for (A1, A2): probes run inside networks that nothing can connect into, two of which have the same
/// addresses, and the answers come back.
/// </summary>
public sealed class OneWayTests : IAsyncLifetime, IDisposable
{
    private static readonly string[] Vpcs = ["north", "south"];

    private readonly TemporaryFolder _folder = new();
    private readonly List<IAsyncDisposable> _running = [];
    private OneWayNetworks _networks = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    [NetworkFact]
    public async Task Probe_SameAddressInTwoVpcs_BringsEachOnesOwnAnswer()
    {
        await BuildAsync();
        using var api = await StartSiloAndAgentsAsync();

        foreach (var vpc in Vpcs)
        {
            var id = await api.SubmitAsync(vpc, "http", new JsonObject
            {
                ["url"] = $"http://{OneWayNetworks.AddressInside}:{InsideServer.Port}/",
                ["expectBody"] = $"this is {vpc}",
            });
            var task = await api.EndOfAsync(id);

            Assert.Empty(TimelineChecker.Faults(task));
            Assert.Equal("SUCCEEDED", (string?)task["state"]);
        }
    }

    [NetworkFact]
    public async Task Connect_FromTheFirstVpcIntoASecond_IsImpossible()
    {
        await BuildAsync();
        IPAddress[] targets = [OneWayNetworks.UplinkAddress(0), OneWayNetworks.UplinkAddress(1), OneWayNetworks.AddressInside];

        foreach (var target in targets)
            Assert.False(await _networks.First.CanConnectAsync(target, InsideServer.Port), $"The first VPC reached {target}.");

        // The same attempts succeed without the rules: it is they that keep the first VPC out, not a mistake in this test.
        await _networks.OpenAsync();
        foreach (var target in targets)
            Assert.True(await _networks.First.CanConnectAsync(target, InsideServer.Port), $"Without rules the first VPC could not reach {target}.");
    }

    public async Task DisposeAsync()
    {
        for (var i = _running.Count - 1; i >= 0; i--)
            await _running[i].DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    private async Task BuildAsync()
    {
        _networks = await OneWayNetworks.BuildAsync();
        _running.Add(_networks);
        for (var i = 0; i < Vpcs.Length; i++)
            _running.Add(await InsideServer.StartAsync(_networks.Second[i], Vpcs[i]));
    }

    private async Task<OperatorApi> StartSiloAndAgentsAsync()
    {
        var data = _folder.Combine("silo");
        Run(_networks.First, Executables.Silo, ["--data", data, $"--Keeper:Gateway:Url=http://0.0.0.0:{OneWayNetworks.GatewayPort}"]);
        var keyFile = Path.Combine(data, "admin.key");
        var key = await Eventually.GetAsync(
            async () => File.Exists(keyFile) ? await File.ReadAllTextAsync(keyFile) : null, "the admin key");
        var api = new OperatorApi("http://127.0.0.1:7480", key, _networks.First.HttpHandler());
        await Eventually.HoldsAsync(
            async () =>
            {
                using var response = await api.Http.GetAsync("/healthz");
                return response.IsSuccessStatusCode;
            },
            "a silo that can take work");

        for (var i = 0; i < Vpcs.Length; i++)
        {
            await api.PutVpcAsync(Vpcs[i]);
            Run(_networks.Second[i], Executables.Agent,
            [
                "--gateway", $"http://{OneWayNetworks.GatewayAddress(i)}:{OneWayNetworks.GatewayPort}",
                "--name", "inside", "--data", _folder.Combine(Vpcs[i]), "--token", await api.TokenAsync(Vpcs[i]),
            ]);
            await api.HealthyAgentAsync(Vpcs[i]);
        }

        return api;
    }

    private void Run(NetworkNamespace network, string program, IEnumerable<string> arguments)
    {
        var (file, inside) = network.Inside(program, arguments);
        _running.Add(ChildProcess.Start(file, inside, workingDirectory: Path.GetTempPath()));
    }
}
