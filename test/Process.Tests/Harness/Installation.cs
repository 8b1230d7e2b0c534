using System.Text.Json.Nodes;
using Keeper.Testing;

namespace Keeper.Process.Tests.Harness;

/// <summary>A silo, one agent in a VPC of its own, and a target to probe, each to be killed and started again at will.</summary>
internal sealed class Installation : IAsyncDisposable
{
    public const string Vpc = "far";
    private const string AgentName = "worker";

    private readonly TemporaryFolder _folder = new();
    private readonly FreePorts _ports = FreePorts.Take();

    private Installation(ProbeTarget target) => Target = target;

    public ProbeTarget Target { get; }

    public SiloProcess Silo { get; private set; } = null!;

    public AgentProcess Agent { get; private set; } = null!;

    public OperatorApi Api { get; private set; } = null!;

    public string AgentData => _folder.Combine("agent");

    /// <summary>Starts everything.</summary>
    public static async Task<Installation> StartAsync()
    {
        var installation = new Installation(await ProbeTarget.StartAsync());
        try
        {
            await installation.StartSiloAsync();
            await installation.Api.PutVpcAsync(Vpc);
            installation.StartAgent(await installation.Api.TokenAsync(Vpc));
            await installation.Api.HealthyAgentAsync(Vpc);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    public async Task StartSiloAsync()
    {
        Silo = await SiloProcess.StartAsync(_folder.Combine("silo"), _ports);
        Api ??= Silo.Api(); // same ports and same key after a restart
    }

    /// <summary>Without a token it goes by the identity in its data folder.</summary>
    public void StartAgent(string? token = null) => Agent = AgentProcess.Start(AgentData, Silo.GatewayUrl, AgentName, token);

    /// <summary>kill -9 of the silo, and a new one on the same folder and ports.</summary>
    public async Task KillAndRestartSiloAsync()
    {
        await KillSiloAsync();
        await StartSiloAsync();
    }

    public async Task KillSiloAsync()
    {
        await Silo.Child.KillAsync();
        await Silo.DisposeAsync();
    }

    public async Task KillAgentAsync()
    {
        await Agent.Child.KillAsync();
        await Agent.DisposeAsync();
    }

    /// <summary>A probe of the target at a path of its own.</summary>
    public JsonObject Probe(string path, string? idempotencyKey = null) => new()
    {
        ["vpc"] = Vpc,
        ["kind"] = "http",
        ["arguments"] = new JsonObject { ["url"] = Target.Url + path },
        ["idempotencyKey"] = idempotencyKey,
    };

    public async ValueTask DisposeAsync()
    {
        if (Agent is not null)
            await Agent.DisposeAsync();
        Api?.Dispose();
        if (Silo is not null)
            await Silo.DisposeAsync();
        await Target.DisposeAsync();
        _folder.Dispose();
    }
}
