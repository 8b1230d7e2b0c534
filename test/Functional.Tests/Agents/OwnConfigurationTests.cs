using System.Text.Json;
using Keeper.Client.Tasks;
using Keeper.Functional.Tests.Hosting;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;
using Keeper.Testing;
using Microsoft.Extensions.Options;

namespace Keeper.Functional.Tests.Agents;

/// <summary>The configuration file of the built-in agent: what of it the platform sees.</summary>
public sealed class OwnConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Submit_TargetThatTheAgentForbids_IsDeniedWithTheRule()
    {
        await using var host = await StartAsync("""{"limits":{"targets":[{"name":"not-here","deny":["127.0.0.0/8"]}]}}""");
        await using var target = await ProbeTarget.StartAsync(200);

        var task = await EndAsync(host, "port", new { host = "localhost", port = target.Url.Port });

        Assert.Equal((TaskState.Failed, Outcome.Denied), (task.State, task.ReadResult()!.Outcome));
        Assert.Equal($"denied: this agent's rule 'not-here' forbids 127.0.0.1 port {target.Url.Port}", task.ReadResult()!.Message);
    }

    [Fact]
    public async Task Submit_KindThatTheAgentForbids_IsDeniedAndWasNeverSaidToRun()
    {
        await using var host = await StartAsync("""{"limits":{"kinds":[{"name":"only-ports","allow":["port"]}]}}""");

        var task = await EndAsync(host, "http", new { url = "http://127.0.0.1:9" });

        Assert.Equal("denied: no rule of this agent allows the kind 'http'; its rules for kinds are 'only-ports'", task.ReadResult()!.Message);
        Assert.DoesNotContain(TaskState.Running, task.ReadTimeline().Select(e => e.State));
    }

    [Fact]
    public async Task Submit_SecretThatTheAgentHas_ReachesTheTargetAndNotTheResult()
    {
        var secret = $"s3cr3t-{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(_folder.Combine("body"), secret);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.Combine("body"), UnixFileMode.UserRead);
        await using var host = await StartAsync(JsonSerializer.Serialize(new { secrets = new { body = new { file = _folder.Combine("body"), kinds = new[] { "http" } } } }));
        await using var target = await ProbeTarget.StartAsync(200);

        var task = await EndAsync(host, "http", new { url = target.Url, method = "POST", body = new { secret = "body" }, expectBody = "nothing like it" });

        Assert.Equal(secret, Assert.Single(target.Requests.Items).Body);
        Assert.Equal(TaskState.Failed, task.State);
        Assert.DoesNotContain(secret, JsonSerializer.Serialize(task), StringComparison.Ordinal);
        Assert.Contains("\"secret\":\"body\"", task.Arguments.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_SecretThatTheAgentDoesNotHave_FailsNamingIt()
    {
        await using var host = await StartAsync("{}");

        var task = await EndAsync(host, "http", new { url = "http://127.0.0.1:9", headers = new { X = new { secret = "none-such" } } });

        Assert.Equal((TaskState.Failed, Outcome.ExecutorFailed), (task.State, task.ReadResult()!.Outcome));
        Assert.Equal("this agent has no secret 'none-such' in its configuration", task.ReadResult()!.Message);
    }

    [Fact]
    public async Task Start_ConfigurationWithMistakes_EndsWithAllOfThem()
    {
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync("""{"limits":{"targets":[{"name":"A"}]},"secrets":{"a":{}},"more":1}"""));

        Assert.Equal(
            ["limits.targets[0].allow", "limits.targets[0].name", "more", "secrets.a.file"],
            e.Failures.Select(f => f["Keeper:LocalAgent:Config, config.".Length..f.IndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
    }

    private async Task<KeeperHost> StartAsync(string configuration)
    {
        var file = _folder.Combine("agent.json");
        await File.WriteAllTextAsync(file, configuration);
        return await KeeperHost.StartAsync(new ServerOptions
        {
            LocalAgent = true,
            Settings = new Dictionary<string, string> { ["Keeper:LocalAgent:Config"] = file },
        });
    }

    private static async Task<TaskDocument> EndAsync(KeeperHost host, string kind, object arguments) => await host.Client.EndAsync(
        await host.Client.SubmitAsync(new TaskRequest { Vpc = "local", Kind = kind, Arguments = RawJson.From(JsonSerializer.SerializeToElement(arguments)) }));
}
