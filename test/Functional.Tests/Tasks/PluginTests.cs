using Keeper.Functional.Tests.Hosting;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Functional.Tests.Tasks;

/// <summary>The sample plug-ins, from the operator API to a program that is not Keeper's and back (A6).</summary>
public sealed class PluginTests(PluginTests.Fleet fleet) : IClassFixture<PluginTests.Fleet>
{
    [Fact]
    public async Task Agent_WithPlugins_AnnouncesThemWithSchemaAndRepeatability()
    {
        var agent = await fleet.Host.AgentAsync(KeeperHost.Vpc, "one", a => a.Executors.Count > 0);

        var executor = Assert.Single(agent.Executors, e => e.Kind == "backup-age");
        Assert.Equal(("1.0.0", true), (executor.Version, executor.Repeatable));
        Assert.Equal("folder", executor.ArgumentsSchema!.Value.Parse().GetProperty("required")[0].GetString());
        Assert.Contains(agent.Executors, e => e.Kind == "host-uptime");
        Assert.Contains(agent.Executors, e => e.Kind == "port");
    }

    [Fact]
    public async Task Agent_WithAPluginThatDoesNotLoad_SaysWhichAndWhy()
    {
        var agent = await fleet.Host.AgentAsync(KeeperHost.Vpc, "one", a => a.PluginFaults.Count > 0);

        var fault = Assert.Single(agent.PluginFaults);
        Assert.Equal("broken", fault.Plugin);
        Assert.Contains("kind: is required", fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_KindOfAPlugin_BringsItsResult()
    {
        var task = await fleet.Host.Client.EndAsync(await fleet.Host.Client.SubmitAsync(Task("host-uptime", "{}")));

        Assert.Equal((TaskState.Succeeded, "host-uptime"), (task.State, task.Kind));
        var result = task.Result!.Value.Parse();
        Assert.StartsWith("up for ", result.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.True(result.GetProperty("values").GetProperty("uptimeSeconds").GetDouble() > 0);
    }

    [Fact]
    public async Task Submit_PluginThatDoesNotEnd_IsTimedOutSayingHowFarItWas()
    {
        var task = await fleet.Host.Client.EndAsync(await fleet.Host.Client.SubmitAsync(Task("slow", "{}") with { RunTimeoutSeconds = 3 }));

        Assert.Equal(TaskState.TimedOut, task.State);
        var result = task.Result!.Value.Parse();
        Assert.Equal("TimedOut", result.GetProperty("outcome").GetString());
        Assert.Equal("it did not end within its run time-out of 3 s; it last said 'counting'", result.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Submit_ArgumentsThatDoNotFit_Is400WithEveryFault()
    {
        using var answer = await fleet.Host.Http.PostTextAsync(
            "/api/v1/tasks", """{"vpc":"vpc-a","kind":"backup-age","arguments":{"folder":"backups","minBytes":-1,"suffix":".gz"},"priority":999}""");

        var problem = await answer.ProblemAsync();
        Assert.Equal(400, problem.Status);
        Assert.Equal(
            ["arguments.folder", "arguments.maxAgeHours", "arguments.minBytes", "arguments.suffix", "priority"],
            problem.Errors!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["is 'backups'; it must match ^/"], problem.Errors["arguments.folder"]);
    }

    [Fact]
    public async Task SubmitBatch_OneWithWrongArguments_TakesNoneAndNamesItsPath()
    {
        using var answer = await fleet.Host.Http.PostTextAsync(
            "/api/v1/tasks/batch",
            """{"tasks":[{"vpc":"vpc-a","kind":"host-uptime","arguments":{}},{"vpc":"vpc-a","kind":"host-uptime","arguments":{"x":1}}]}""");

        Assert.Equal(["tasks[1].arguments.x"], (await answer.ProblemAsync()).Errors!.Keys);
    }

    [Fact]
    public async Task Submit_KindThatNoAgentOfTheVpcHas_Is400WithThatReason()
    {
        await fleet.Host.Client.PutVpcAsync("vpc-b", new());

        using var answer = await fleet.Host.Http.PostTextAsync("/api/v1/tasks", """{"vpc":"vpc-b","kind":"backup-age","arguments":{}}""");

        Assert.StartsWith(
            "'backup-age' is a kind that neither Keeper nor any agent of the VPC has", (await answer.ProblemAsync()).Errors!["kind"][0], StringComparison.Ordinal);
    }

    private static TaskRequest Task(string kind, string arguments) => new() { Vpc = KeeperHost.Vpc, Kind = kind, Arguments = new RawJson(arguments) };

    /// <summary>A server and an agent with Keeper's own kinds and the samples.</summary>
    public sealed class Fleet : IAsyncLifetime, IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        internal KeeperHost Host { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Host = await KeeperHost.StartAsync();
            await SamplePlugins.CopyToAsync(_folder.Combine("plugins"));
            var slow = Directory.CreateDirectory(_folder.Combine("plugins", "slow")).FullName;
            await File.WriteAllTextAsync(Path.Combine(slow, "slow.sh"), """echo '{"type":"progress","message":"counting"}'; sleep 1000""");
            await File.WriteAllTextAsync(Path.Combine(slow, "plugin.json"), """
                {"kind":"slow","version":"1","program":"/bin/sh","args":["slow.sh"],"argumentsSchema":{"type":"object"}}
                """);
            Directory.CreateDirectory(_folder.Combine("plugins", "broken"));
            await File.WriteAllTextAsync(_folder.Combine("plugins", "broken", "plugin.json"), "{}");
            await Host.JoinAsync("one", plugins: _folder.Combine("plugins"));
        }

        public async Task DisposeAsync() => await Host.DisposeAsync();

        public void Dispose() => _folder.Dispose();
    }
}
