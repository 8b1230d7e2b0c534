using System.Net.Http.Headers;
using Keeper.Agent.Execution;
using Keeper.Client;
using Keeper.Grains.Access;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Security;
using Keeper.Protocol.Vpcs;
using Keeper.Silo;
using Keeper.Silo.Start;
using Keeper.Storage;
using Keeper.Storage.Access;
using Keeper.Testing;
using Orleans;

namespace Keeper.Functional.Tests.Hosting;

/// <summary>The whole server in this process, on ports and a data folder of its own.</summary>
internal sealed class KeeperHost : IAsyncDisposable
{
    /// <summary>The VPC that tests use when it does not matter which.</summary>
    public const string Vpc = "vpc-a";

    private readonly WebApplication _app;
    private readonly ServerState? _ownState;
    private readonly List<IAsyncDisposable> _agents = [];
    private readonly Changes _changes;
    private bool _stopped;

    private KeeperHost(WebApplication app, ServerState? ownState, Changes changes)
    {
        (_app, _ownState, _changes) = (app, ownState, changes);
        var listeners = app.Services.GetRequiredService<Listeners>();
        DataPath = app.Services.GetRequiredService<DataFolder>().Path;
        Key = File.ReadAllText(AdminKey.PathIn(DataPath));
        ParkedPolls = new Gauge(app.Services, "keeper.gateway.polls.parked");
        Gateway = new Uri(listeners.Gateway);
        Operator = new Uri(listeners.Operator);
        Client = ClientOf(Key);
        Http = new HttpClient { BaseAddress = Operator, Timeout = Deadline.Default };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    public string DataPath { get; }

    /// <summary>The admin's key.</summary>
    public string Key { get; }

    public Uri Gateway { get; }

    public Uri Operator { get; }

    /// <summary>The operator API as the admin.</summary>
    public KeeperClient Client { get; }

    /// <summary>The operators' listener as the admin, for what the client would not send.</summary>
    public HttpClient Http { get; }

    /// <summary>How many polls the gateway holds, as it says in its metrics.</summary>
    public Gauge ParkedPolls { get; }

    private IServiceProvider Services => _app.Services;

    /// <summary>Starts a server; without the built-in agent unless asked for, and with the VPC <see cref="Vpc"/>.</summary>
    public static async Task<KeeperHost> StartAsync(ServerOptions? options = null)
    {
        options ??= new ServerOptions();
        var own = options.State is null ? await ServerState.CreateAsync() : null;
        var app = KeeperApplication.Build(
            [
                .. (options.State ?? own!).Settings,
                "--Keeper:Operator:Url=http://127.0.0.1:0",
                "--Keeper:Gateway:Url=http://127.0.0.1:0",
                $"--Keeper:LocalAgent:Enabled={options.LocalAgent}",
                .. options.Settings.Select(s => $"--{s.Key}={s.Value}"),
            ],
            builder => Configure(builder, options));
        await app.StartAsync().Within("the server's start");
        var changes = await Changes.SubscribeAsync(app.Services.GetRequiredService<IClusterClient>()).Within("the hints");
        var host = new KeeperHost(app, own, changes);
        await host.Client.PutVpcAsync(Vpc, new VpcRequest());
        return host;
    }

    public KeeperClient ClientOf(string? key) => new(new KeeperClientOptions { Urls = [Operator], Key = key });

    /// <summary>A new key of a role.</summary>
    public async Task<string> NewKeyAsync(Role role)
    {
        var key = Secrets.NewApiKey();
        await Services.GetRequiredService<IStore>().Access.PutKeyAsync(
            new ApiKeyRow($"test-{role}".ToLowerInvariant(), Secrets.Hash(key), (int)role, TimeProvider.System.GetUtcNow()));
        return key;
    }

    /// <summary>A code that signs a browser in once, as the link does that the silo prints.</summary>
    public Task<string> SignInCodeAsync() =>
        Services.GetRequiredService<IGrainFactory>().GetGrain<IAccessGrain>(0).IssueSignInAsync(AdminKey.Name);

    public async Task<string> TokenAsync(string vpc = Vpc, int maxUses = 100, int expiresInSeconds = 3600) =>
        (await Client.CreateEnrollmentTokenAsync(vpc, new TokenRequest(expiresInSeconds, maxUses))).Token;

    /// <summary>Starts a real agent; it ends with the host.</summary>
    public RunningAgent Run(string name, string token, params IExecutorFactory[] executors)
    {
        var agent = new RunningAgent(Gateway, name, token, executors);
        _agents.Add(agent);
        return agent;
    }

    /// <summary>Starts a real agent in a VPC and waits until it is healthy.</summary>
    public async Task<RunningAgent> JoinAsync(string name = "one", string vpc = Vpc, params IExecutorFactory[] executors)
    {
        var agent = Run(name, await TokenAsync(vpc), executors);
        agent.Id = (await AgentAsync(vpc, name, a => a.Health == "Healthy")).Id;
        return agent;
    }

    /// <summary>The same for an agent with Keeper's own executors and plug-ins.</summary>
    public async Task<RunningAgent> JoinAsync(string name, string plugins)
    {
        var agent = new RunningAgent(Gateway, name, await TokenAsync(), [], plugins);
        _agents.Add(agent);
        agent.Id = (await AgentAsync(Vpc, name, a => a.Health == "Healthy")).Id;
        return agent;
    }

    /// <summary>The agent of that name as soon as something holds of it.</summary>
    public Task<AgentDocument> AgentAsync(string vpc, string name, Func<AgentDocument, bool> condition) => WhenAsync(
        async () => (await Client.GetAgentPageAsync(vpc)).Items.FirstOrDefault(a => a.Name == name && condition(a)),
        $"agent {name} of {vpc}");

    /// <summary>The built-in agent once it is healthy; where data folders share a database each has one, of a longer name.</summary>
    public Task<AgentDocument> LocalAgentAsync() => WhenAsync(
        async () => (await Client.GetAgentPageAsync("local")).Items.FirstOrDefault(a => a.Health == "Healthy"), "the built-in agent");

    /// <summary>Completes with the next hint of a change.</summary>
    public Task NextHint => _changes.Next;

    /// <summary>Looks now and after every hint of a change, until there is something.</summary>
    public Task<T> WhenAsync<T>(Func<Task<T?>> look, string what)
        where T : class => _changes.WhenAsync(look).Within(what);

    /// <summary>Stops the server as its end would; the data folder stays.</summary>
    public async Task StopAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        foreach (var agent in _agents)
            await agent.DisposeAsync();
        await _app.StopAsync().Within("the server's stop");
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Http.Dispose();
        ParkedPolls.Dispose();
        await StopAsync();
        if (_ownState is not null)
            await _ownState.DisposeAsync();
    }

    private static void Configure(WebApplicationBuilder builder, ServerOptions options)
    {
        // Under the test runner the entry assembly does not say where the dashboard's files are.
        builder.Environment.ApplicationName = typeof(KeeperHost).Assembly.GetName().Name!;
        builder.Logging.ClearProviders();
        ServerState.Configure(builder.Services);
        if (options.Time is { } time)
            builder.Services.AddSingleton(time);
    }
}
