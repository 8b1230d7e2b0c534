using Keeper.Agent;
using Keeper.Agent.Permissions;
using Keeper.Grains.Vpcs;
using Keeper.Protocol.Security;
using Keeper.Protocol.Validation;
using Microsoft.Extensions.Options;
using Orleans;

namespace Keeper.Silo.Start;

/// <summary>
/// The agent in the VPC <c>local</c>, so that one command shows a living system. It is an agent like any other: it
/// enrols with a token and speaks to the gateway over HTTP. It stops before the listeners do, so that it can say good-bye.
/// </summary>
internal sealed partial class LocalAgent(
    IOptions<SiloOptions> options, IGrainFactory grains, Listeners listeners, DataFolder data,
    TimeProvider time, ILoggerFactory loggers, ILogger<LocalAgent> logger) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (options.Value.LocalAgent.Enabled)
            _run = RunAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stop.Dispose();

    // Each process on a database has its own, and a VPC has only one agent of a name.
    private string AgentName => data.Place.Length == 0
        ? FirstStart.LocalVpc : $"{FirstStart.LocalVpc}-{Secrets.Hash(data.Place)[..8]}";

    private async Task RunAsync(CancellationToken stop)
    {
        try
        {
            var agent = new KeeperAgent(ReadOptions(), time, loggers);
            var exit = await agent.RunAsync(stop);
            if (exit != AgentExit.Stopped)
                LogEnded(exit);
        }
        catch (Exception e) // The silo serves the other agents all the same.
        {
            LogFailed(e);
        }
    }

    /// <summary>
    /// POSIX takes every lock of a process on a file away when the process closes the file once, however it had opened it: a probe of
    /// the kind 'log' would leave the silo's own database unlocked. The folder also holds the administrator's key.
    /// </summary>
    private ProtectedFolder OwnFiles => new(
        data.Path, "the data folder of the silo that this agent is part of: what opened and closed its database here would take away the database's locks");

    private AgentOptions ReadOptions()
    {
        var agent = new AgentOptions
        {
            Gateways = [listeners.Gateway],
            Name = AgentName,
            DataFolder = Path.Combine(data.Path, "local-agent"),
            TokenSource = IssueTokenAsync,
            ShutdownGrace = TimeSpan.FromSeconds(5),
            Limits = OwnFiles,
        };
        if (options.Value.LocalAgent.Config is not { } path)
            return agent;
        var faults = new Faults();
        return AgentConfiguration.Load(path, faults) is { } configuration
            ? agent.With(configuration) with { Limits = configuration.Limits.And(OwnFiles) }
            : throw new AgentStartException($"The built-in agent's configuration is not valid: {faults}");
    }

    private async ValueTask<string> IssueTokenAsync(CancellationToken cancellation)
    {
        var token = await grains.GetGrain<IVpcGrain>(FirstStart.LocalVpc).IssueTokenAsync(expiresInSeconds: 60, maxUses: 1);
        return token?.Token ?? throw new InvalidOperationException($"The VPC {FirstStart.LocalVpc} is gone.");
    }

    [LoggerMessage(1850, LogLevel.Warning, "The built-in agent has ended: {Exit}. The silo goes on without it.")]
    private partial void LogEnded(AgentExit exit);

    [LoggerMessage(1851, LogLevel.Error, "The built-in agent has failed. The silo goes on without it.")]
    private partial void LogFailed(Exception exception);
}
