using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Keeper.Bench.Load.Servers;
using Keeper.Bench.Probes.Cases;

namespace Keeper.Bench.Probes.Programs;

/// <summary>What came of one task.</summary>
internal sealed record TaskEnd(string State, string Message);

/// <summary>A silo and one agent, each a process of its own; questions are tasks, as an operator submits them.</summary>
internal sealed class KeeperPlatform : IDisposable
{
    private const int BatchSize = 250;

    /// <summary>The probes' own time-outs are shorter and say more.</summary>
    private const int RunTimeoutSeconds = 30;

    private readonly BenchSilo _silo;

    private KeeperPlatform(BenchSilo silo, MeasuredProcess agent) => (_silo, Agent) = (silo, agent);

    public MeasuredProcess Agent { get; }

    /// <param name="folder">Where the agent keeps its data.</param>
    /// <param name="authorityFile">An authority that the agent's host trusts.</param>
    /// <param name="capacity">How many probes the agent runs at once.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<KeeperPlatform> StartAsync(string folder, string authorityFile, int capacity, CancellationToken ct)
    {
        var silo = await BenchSilo.StartAsync(ct);
        var token = await silo.CallAsync(HttpMethod.Post, $"/api/v1/vpcs/{BenchSilo.Vpc}/enrollment-tokens", """{"expiresInSeconds":3600,"maxUses":1}""", ct);
        var agent = new MeasuredProcess(
            "dotnet",
            [
                Assembly("AgentHost", "Keeper.AgentHost.dll"), "--gateway", $"http://{silo.Gateway}", "--token", token.GetProperty("token").GetString()!,
                "--name", "bench", "--data", Path.Combine(folder, "agent"), "--capacity", capacity.ToString(CultureInfo.InvariantCulture),
            ],
            new Dictionary<string, string> { ["SSL_CERT_FILE"] = authorityFile });
        var platform = new KeeperPlatform(silo, agent);
        await platform.WhenReadyAsync(ct);
        return platform;
    }

    /// <summary>Runs the probes and answers how each ended, in their order.</summary>
    public async Task<IReadOnlyList<TaskEnd>> AskAsync(IReadOnlyList<ProbeCase> probes, CancellationToken ct)
    {
        var ids = await SubmitAsync(probes, ct);
        var ends = new List<TaskEnd>(ids.Count);
        foreach (var id in ids)
            ends.Add(await WaitAsync(id, ct));
        return ends;
    }

    /// <summary>Submits probes and does not wait for them.</summary>
    public async Task<IReadOnlyList<string>> SubmitAsync(IReadOnlyList<ProbeCase> probes, CancellationToken ct)
    {
        var ids = new List<string>(probes.Count);
        foreach (var batch in probes.Chunk(BatchSize))
        {
            var tasks = batch.Select(p => (JsonNode)new JsonObject
            {
                ["vpc"] = BenchSilo.Vpc,
                ["kind"] = p.Kind,
                ["arguments"] = p.Arguments.DeepClone(),
                ["runTimeoutSeconds"] = RunTimeoutSeconds,
            });
            var answer = await _silo.CallAsync(HttpMethod.Post, "/api/v1/tasks/batch", new JsonObject { ["tasks"] = new JsonArray([.. tasks]) }.ToJsonString(), ct);
            ids.AddRange(answer.GetProperty("ids").EnumerateArray().Select(e => e.GetString()!));
        }

        return ids;
    }

    public async Task<TaskEnd> WaitAsync(string id, CancellationToken ct)
    {
        while (true)
        {
            var task = await _silo.CallAsync(HttpMethod.Get, $"/api/v1/tasks/{id}?waitSeconds=20", null, ct);
            if (task.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.Object)
                return new(task.GetProperty("state").GetString()!, result.GetProperty("message").GetString()!);
        }
    }

    public void Dispose()
    {
        Agent.Dispose();
        _silo.Dispose();
    }

    private async Task WhenReadyAsync(CancellationToken ct)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            if (Agent.HasExited)
                break;
            var agents = await _silo.CallAsync(HttpMethod.Get, $"/api/v1/agents?vpc={BenchSilo.Vpc}", null, ct);
            if (agents.GetProperty("items").EnumerateArray().Any(a => a.GetProperty("health").GetString() == "Healthy"))
                return;
            await Task.Delay(100, ct);
        }

        throw new InvalidOperationException($"the agent does not start: {Agent.Output}");
    }

    // Built next to this program, in the same configuration.
    private static string Assembly(string project, string name)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName, project, "bin", output.Parent!.Name, output.Name, name);
    }
}
