using System.Text.Json.Nodes;
using Keeper.Process.Tests.Harness;
using Keeper.Testing;

namespace Keeper.Process.Tests.Faults;

/// <summary>A silo, three agents in two VPCs, and a target; everything can be killed and started again, and is judged in the end.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    // Short, so that what was lost is found soon.
    private static readonly string[] Settings =
    [
        "--Keeper:LocalAgent:Enabled=false", "--Keeper:Agents:HeartbeatSeconds=1", "--Keeper:Agents:OfflineAfterSeconds=5",
        "--Keeper:Tasks:RunTimeoutGraceSeconds=1",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly FreePorts _ports = FreePorts.Take();
    private readonly IFleetDatabase _database;
    private readonly string? _siloData;
    private SiloProcess? _silo;

    private Fleet(ProbeTarget target, IFleetDatabase database, string? siloData)
    {
        Target = target;
        _database = database;
        _siloData = siloData;
    }

    public ProbeTarget Target { get; }

    public SiloProcess Silo => _silo ?? throw new InvalidOperationException("The silo does not run.");

    public OperatorApi Api { get; private set; } = null!;

    public List<FleetAgent> Agents { get; } = [];

    /// <summary>Where agents are told to find the gateway; a test may put something in between.</summary>
    public string? GatewayUrl { get; set; }

    /// <summary>The database's server, if it has one.</summary>
    public IFleetServer? Database => _database.Server;

    public string SiloData => _siloData ?? _folder.Combine("silo");

    /// <summary>Starts everything. Folders may be given, to be on small disks.</summary>
    public static async Task<Fleet> StartAsync(
        IFleetDatabase? database = null, string? siloData = null, string? firstAgentData = null, Func<Fleet, string>? gateway = null)
    {
        var fleet = new Fleet(await ProbeTarget.StartAsync(), database ?? new SqliteFleetDatabase(), siloData);
        try
        {
            await fleet.StartSiloAsync();
            fleet.GatewayUrl = gateway?.Invoke(fleet);
            await fleet.AddAgentAsync("left", "left-1", firstAgentData);
            await fleet.AddAgentAsync("left", "left-2");
            await fleet.AddAgentAsync("right", "right-1");
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    public async Task StartSiloAsync()
    {
        _silo = SiloProcess.Launch(SiloData, _ports, [.. Settings, .. _database.SiloArguments]);
        await Silo.WhenReadyAsync(TimeSpan.FromSeconds(90));
        Api ??= Silo.Api();
    }

    public async Task KillSiloAsync()
    {
        if (_silo is not { } silo)
            return;
        await silo.Child.KillAsync();
        await silo.DisposeAsync();
        _silo = null;
    }

    /// <summary>
    /// A probe of the target at a path of its own. One in five is of a kind that must not run twice; those end soon when
    /// nobody knows what became of them.
    /// </summary>
    public JsonObject Probe(int number)
    {
        var vpc = number % 2 == 0 ? "left" : "right";
        var once = number % 5 == 0;
        return new JsonObject
        {
            ["vpc"] = vpc,
            ["kind"] = "http",
            ["arguments"] = new JsonObject
            {
                ["url"] = $"{Target.Url}/{vpc}/{(once ? "once" : "often")}/{number}",
                ["method"] = once ? "POST" : "GET",
            },
            ["runTimeoutSeconds"] = once ? 3 : 60,
            ["expireAfterSeconds"] = 600,
            ["idempotencyKey"] = $"probe-{number}",
        };
    }

    /// <summary>Submits piece by piece; whoever gets no answer asks again with the same keys.</summary>
    public async Task<List<string>> SubmitAsync(int first, int count)
    {
        List<string> ids = [];
        foreach (var piece in Enumerable.Range(first, count).Chunk(20))
        {
            ids.AddRange(await Eventually.GetAsync<IReadOnlyList<string>>(
                async () => await Api.SubmitBatchAsync(piece.Select(Probe)), "tasks to be taken", TimeSpan.FromSeconds(90)));
        }

        return ids;
    }

    /// <summary>Waits until every task has ended, ends every process by force, and reads what is on the disks.</summary>
    public async Task<Evidence> StopAndReadAsync(IReadOnlyCollection<string> accepted)
    {
        await Eventually.HoldsAsync(
            async () => (await Api.GetAsync("tasks?state=CREATED&limit=1"))["items"]!.AsArray().Count
                + (await Api.GetAsync("tasks?state=DISPATCHING&limit=1"))["items"]!.AsArray().Count
                + (await Api.GetAsync("tasks?state=RUNNING&limit=1"))["items"]!.AsArray().Count == 0,
            "every task to end",
            TimeSpan.FromSeconds(120));
        // A task may have gone from a state that was still to be asked for to one that had been.
        foreach (var id in accepted)
            await Api.EndOfAsync(id);
        foreach (var agent in Agents)
            await agent.KillAsync();
        await KillSiloAsync();
        await using var connection = _database.Connect(SiloData);
        return await Evidence.ReadAsync(
            connection, [.. Agents.Select(a => new LeftAgent(a.Name, a.Data, a.Log))], accepted, Target.Hits);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var agent in Agents)
            await agent.DisposeAsync();
        Api?.Dispose();
        if (_silo is not null)
            await _silo.DisposeAsync();
        await Target.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private async Task AddAgentAsync(string vpc, string name, string? data = null)
    {
        await Api.PutVpcAsync(vpc);
        var agent = new FleetAgent(vpc, name, data ?? _folder.Combine(name), () => GatewayUrl ??= Silo.GatewayUrl);
        Agents.Add(agent);
        agent.Start(await Api.TokenAsync(vpc));
        await agent.Process.Child.WaitForLineAsync("Connected to");
    }
}
