using Keeper.Agent.Execution;
using Keeper.Agent.Files;
using Keeper.Agent.Gateway;
using Keeper.Agent.Identity;
using Keeper.Agent.Plugins;
using Microsoft.Extensions.Logging;

namespace Keeper.Agent;

/// <summary>
/// An agent: enrols once, then polls the platform, carries out what it is given, and reports. Embedded by the silo as its
/// built-in agent and by the agent executable. One run per instance.
/// </summary>
public sealed partial class KeeperAgent
{
    private static readonly TimeSpan FlushTime = TimeSpan.FromSeconds(5);

    private readonly AgentOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly ExecutorRegistry _executors;

    /// <summary>Checks the options and the executors.</summary>
    /// <param name="options">What the agent is told.</param>
    /// <param name="time">The only clock that it uses.</param>
    /// <param name="loggers">Where it logs to.</param>
    /// <param name="executors">What it can execute besides its plug-ins; Keeper's own when <see langword="null"/>.</param>
    /// <exception cref="AgentStartException">Something is wrong; the message names all of it.</exception>
    public KeeperAgent(
        AgentOptions options, TimeProvider time, ILoggerFactory loggers, IEnumerable<IExecutorFactory>? executors = null)
    {
        var faults = options.Validate();
        if (!faults.None)
            throw new AgentStartException($"The agent's options are not valid: {faults}");
        _options = options;
        _time = time;
        _loggers = loggers;
        _logger = loggers.CreateLogger<KeeperAgent>();
        List<IExecutorFactory> own = [.. executors ?? BuiltInExecutors.For(options)];
        var plugins = new PluginFolder([.. own.Select(e => e.Kind)], loggers.CreateLogger<PluginFolder>());
        var loaded = plugins.Load(options.PluginFolder ?? Path.Combine(options.DataFolder, "plugins"));
        _executors = new ExecutorRegistry([.. own, .. loaded]) { PluginFaults = plugins.Refused };
    }

    /// <summary>Runs until asked to stop or until the platform does not want this agent any more.</summary>
    /// <returns>Why it ended.</returns>
    /// <exception cref="AgentStartException">The data folder cannot be used.</exception>
    public async Task<AgentExit> RunAsync(CancellationToken stop)
    {
        using var folder = DataFolder.Open(_options.DataFolder);
        Uri[] gateways = [.. _options.Gateways.Select(g => new Uri(g.TrimEnd('/') + "/"))];
        using var rotation = new GatewayRotation(gateways, new RetryDelays(Random.Shared));
        using var gateway = new GatewayClient(GatewayHandler.Create(_options.CaFile), rotation, _time);
        await using var watch = ActiveWatch.Start(gateways, gateway, rotation, _time, _loggers.CreateLogger<ActiveWatch>(), stop);
        var file = new IdentityFile(_options.DataFolder);
        var enrollment = new Enrollment(_options, file, _executors, gateway, _time, _loggers.CreateLogger<Enrollment>());
        var identity = file.LoadOrCreate();
        LogStarting(AgentVersion.Current, _options.Name, string.Join(", ", _executors.Infos.Select(i => i.Kind)));
        foreach (var secret in _options.Secrets.Where(s => s.Kinds is null))
            LogUnboundSecret(secret.Name);
        try
        {
            while (true)
            {
                if (identity.Secret is null)
                {
                    var (enrolled, refusal) = await enrollment.EnrollAsync(identity, stop);
                    if (enrolled is null)
                        return refusal;
                    identity = enrolled;
                }

                gateway.Secret = identity.Secret;
                var exit = await ServeAsync(identity, gateway, stop);
                if (exit != AgentExit.Revoked || !enrollment.HasFreshToken(identity))
                    return exit;
                LogFreshToken();
                identity = identity with { Secret = null };
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return AgentExit.Stopped;
        }
    }

    private async Task<AgentExit> ServeAsync(AgentIdentity identity, GatewayClient gateway, CancellationToken stop)
    {
        await using var session = await AgentSession.OpenAsync(_options, identity, _executors, gateway, _time, _loggers, stop);
        var exit = await session.RunAsync(stop);
        if (exit != AgentExit.Stopped)
            return exit;
        LogStopping();
        await session.StopAsync(_options.ShutdownGrace, FlushTime);
        return exit;
    }

    [LoggerMessage(1600, LogLevel.Information, "Keeper agent {Version}, {Name}; executors: {Kinds}")]
    private partial void LogStarting(string version, string name, string kinds);

    [LoggerMessage(1605, LogLevel.Warning, "Every kind of instruction may use the secret '{Name}', so whoever submits tasks can send it where he likes: name its 'kinds'")]
    private partial void LogUnboundSecret(string name);

    [LoggerMessage(1601, LogLevel.Information, "Stopping: no more work is taken")]
    private partial void LogStopping();

    [LoggerMessage(1602, LogLevel.Warning, "The credential was taken back, but a new token was given: enrolling anew")]
    private partial void LogFreshToken();
}
