using System.Collections.Concurrent;
using Keeper.Grains.Agents;
using Keeper.Grains.Live;
using Keeper.Grains.Tasks;
using Keeper.Grains.Vpcs;
using Keeper.Storage;
using Keeper.Storage.Tasks;
using Keeper.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace Keeper.Grains.Tests.Hosting;

/// <summary>
/// A silo with the real store (SQLite in a folder of its own, if not told otherwise) and a clock that the test moves.
/// <see cref="RestartAsync"/> is a new silo on the same data.
/// </summary>
internal sealed partial class KeeperCluster : IAsyncDisposable
{
    public const string Vpc = "vpc-a";

    private static readonly ConcurrentDictionary<string, KeeperCluster> Deploying = new(StringComparer.Ordinal);

    private readonly ClusterData _data;
    private readonly Action<IServiceCollection> _configure;
    private TestCluster _cluster = null!;
    private SiloClock _siloClock = null!;

    private KeeperCluster(ClusterData data, Action<IServiceCollection>? configure)
    {
        _data = data;
        _configure = configure ?? (_ => { });
    }

    public ManualTimeProvider Clock { get; } = new();

    /// <summary>The store as the grains see it; a test may make it fail.</summary>
    public FaultyStore Store { get; private set; } = null!;

    /// <summary>The store itself.</summary>
    public Store Database { get; private set; } = null!;

    public IGrainFactory Grains => _cluster.GrainFactory;

    public IServiceProvider Services => _cluster.GetSiloServiceProvider();

    public IVpcGrain VpcGrain(string name = Vpc) => Grains.GetGrain<IVpcGrain>(name);

    public IAgentGrain Agent(string id) => Grains.GetGrain<IAgentGrain>(id);

    public ITaskGrain Task(string id) => Grains.GetGrain<ITaskGrain>(id);

    /// <summary>A running silo with one VPC.</summary>
    public static async Task<KeeperCluster> StartAsync(Action<IServiceCollection>? configure = null, ClusterData? data = null)
    {
        var cluster = new KeeperCluster(data ?? new SqliteData(), configure);
        await cluster.OpenAsync();
        await cluster.DeployAsync();
        await cluster.VpcGrain().PutAsync(new VpcSettings("", new Dictionary<string, string>(StringComparer.Ordinal)));
        return cluster;
    }

    /// <summary>Stops the silo and, after a time, starts another on the same data; nothing in memory survives.</summary>
    public async Task RestartAsync(TimeSpan away = default)
    {
        await _cluster.DisposeAsync();
        Clock.Advance(away);
        await DeployAsync();
    }

    /// <summary>An enrolled agent that has not polled yet.</summary>
    public Task<TestAgent> EnrollAsync(string name = "one", string vpc = Vpc, params string[] kinds) =>
        EnrollAsync(name, vpc, Array.ConvertAll(kinds.Length == 0 ? ["port", "http", "command"] : kinds, k => new AgentExecutor(k, "1")));

    /// <summary>An agent that has polled once.</summary>
    public async Task<TestAgent> ConnectAsync(string name = "one", params string[] kinds)
    {
        var agent = await EnrollAsync(name, Vpc, kinds);
        await agent.PollAsync(capacity: 0);
        return agent;
    }

    /// <summary>The same, with what it says of its executors.</summary>
    public async Task<TestAgent> ConnectAsync(string name, AgentExecutor executor)
    {
        var agent = await EnrollAsync(name, Vpc, [executor]);
        await agent.PollAsync(capacity: 0);
        return agent;
    }

    /// <summary>Submits one task and expects it to be taken.</summary>
    public async Task<string> SubmitAsync(TaskSubmission? task = null, string vpc = Vpc)
    {
        var answer = Assert.Single(await VpcGrain(vpc).SubmitAsync(new[] { task ?? Sample.Port() }));
        Assert.Equal(SubmitRefusal.None, answer.Refusal);
        return answer.TaskId!;
    }

    public async Task<TaskInfo> ShowAsync(string taskId) =>
        await Task(taskId).GetAsync() ?? throw new InvalidOperationException($"There is no task {taskId}.");

    /// <summary>Lets time pass for an agent: its timer runs, and what that changes is on disk when this returns.</summary>
    public async Task PassAsync(TestAgent agent, TimeSpan time)
    {
        Clock.Advance(time);
        // Calls of one grain run in order, so this one ends after the timer's.
        await Agent(agent.Id).CheckDueAsync();
    }

    /// <summary>Changes a row behind the grains' backs, as a second activation would.</summary>
    public async Task RewriteAsync(string taskId, Func<TaskRow, TaskRow> change)
    {
        var row = (await Database.Tasks.FindAsync(taskId))!;
        var written = await Database.Tasks.WriteAsync([], [change(row).ToChange(row.Version)]);
        Assert.Equal([true], written.Changed);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await Database.DisposeAsync();
        await _data.DisposeAsync();
    }

    private async Task OpenAsync()
    {
        Database = await _data.OpenAsync(Clock);
        Store = new FaultyStore(Database);
    }

    private async Task<TestAgent> EnrollAsync(string name, string vpc, AgentExecutor[] executors)
    {
        var token = await VpcGrain(vpc).IssueTokenAsync(3600, 10);
        return await TestAgent.EnrollAsync(this, vpc, token!.Token, name, executors);
    }

    private async Task DeployAsync()
    {
        var id = Guid.NewGuid().ToString("N");
        _siloClock = new SiloClock(Clock);
        Deploying[id] = this;
        var builder = new TestClusterBuilder(1);
        builder.Properties["test"] = id;
        builder.AddSiloBuilderConfigurator<Configurator>();
        GrainRuntimeForm.Prepare(builder);
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        Deploying.TryRemove(id, out _);
    }

    private sealed class Configurator : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder)
        {
            var cluster = Deploying[siloBuilder.Configuration["test"]!];
            siloBuilder.AddIncomingGrainCallFilter(LeaveMemoryAsync);
            siloBuilder.AddMemoryStreams(LiveStream.Provider);
            siloBuilder.AddMemoryGrainStorage("PubSubStore"); // Where Microsoft Orleans keeps who listens to a stream.
            siloBuilder.ConfigureServices(services =>
            {
                services.AddSingleton<TimeProvider>(cluster._siloClock);
                // Deadlines of calls and idle collection keep real time: a test that lets an hour pass does not mean them.
                services.AddKeyedSingleton(Orleans.Runtime.TimeProviderNames.Messaging, TimeProvider.System);
                services.AddKeyedSingleton(Orleans.Runtime.TimeProviderNames.ActivationManagement, TimeProvider.System);
                services.AddSingleton<IStore>(cluster.Store);
                services.AddKeeperGrainOptions(siloBuilder.Configuration);
                cluster._configure(services);
            });
        }
    }
}
