using System.Net;
using System.Text.Json;
using Keeper.Agent.Execution;
using Keeper.Agent.Permissions;
using Keeper.Agent.Permissions.Limits;
using Keeper.Agent.Probes.Http;
using Keeper.Agent.Probes.Port;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Tests.Permissions.Limits;

/// <summary>Probes whose first step is allowed, and whose second is not.</summary>
public sealed class LimitedProbeTests
{
    [Fact]
    public async Task Http_RedirectToAForbiddenPort_IsDeniedAndNotFollowed()
    {
        await using var forbidden = TcpPeer.Silent();
        await using var allowed = await WebPeer.StartAsync(c =>
        {
            c.Response.Redirect(forbidden.Url);
            return Task.CompletedTask;
        });

        var e = await Assert.ThrowsAsync<DeniedException>(() => RunAsync(
            new HttpExecutorFactory(), new { url = allowed.Url, followRedirects = true }, OnlyPort(allowed.Port)));

        Assert.Equal($"denied: no rule of this agent allows 127.0.0.1 port {forbidden.Port}; its rules for targets are 'one-port'", e.Message);
        Assert.Empty(forbidden.Connections.Items);
    }

    [Fact]
    public async Task Port_NameWithSomeAddressesForbidden_ReachesTheAllowedOne()
    {
        await using var peer = TcpPeer.Silent();

        var result = await RunAsync(new PortExecutorFactory(), new { host = "localhost", port = peer.Port }, OnlyPort(peer.Port));

        Assert.Equal(Outcome.Success, result.Outcome);
        Assert.Contains("127.0.0.1", result.Message, StringComparison.Ordinal);
    }

    private static ConfiguredLimits OnlyPort(int port)
    {
        var range = new TargetRange([IPNetwork.Parse("127.0.0.0/8")], [(port, port)]);
        return new(new("kinds", []), new("targets", [new("one-port", Allows: true, range.Allows)]), new("folders", []));
    }

    private static Task<TaskResult> RunAsync(IExecutorFactory factory, object arguments, LocalLimits limits)
    {
        var faults = new Faults();
        var executor = factory.Create(new ObjectReader(JsonSerializer.SerializeToElement(arguments), "arguments", faults))!;
        return executor.RunAsync(new InstructionContext("t1", 1, TimeProvider.System) { Limits = limits }, CancellationToken.None);
    }
}
