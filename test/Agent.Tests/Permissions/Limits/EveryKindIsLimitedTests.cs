using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Keeper.Agent.Permissions;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Json;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Permissions.Limits;

/// <summary>
/// No executor gets round the agent's limits: each kind that an agent has is sent at live listeners and real files while its
/// configuration forbids everything. A new kind fails here until it has a row in <see cref="Arguments"/>.
/// </summary>
public sealed class EveryKindIsLimitedTests : IDisposable
{
    private const string NothingAllowed = """
        {"limits": {"targets": [{"name": "no-target", "deny": ["0.0.0.0/0", "::/0"]}], "folders": [{"name": "no-folder", "deny": ["/"]}]}}
        """;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => [.. BuiltInExecutors.For(RunningAgent.Options(["http://127.0.0.1"], "/")).Select(f => f.Kind)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Run_NothingAllowed_IsDeniedAndReachesNothing(string kind)
    {
        await using var tcp = TcpPeer.Silent();
        await using var udp = new UdpPeer(_ => []);
        await File.WriteAllTextAsync(_folder.Combine("app.log"), "error 1\n");
        var all = Arguments(kind, tcp.Port, udp.Port).ToList();
        Assert.True(all.Count > 0, $"'{kind}' needs a row here that shows that it asks the agent's limits before it connects or opens");

        var ends = await EndsOfAsync(all.Select((arguments, i) => new Instruction($"t{i}", 1, kind, new RawJson(JsonSerializer.Serialize(arguments)), 30)));

        Assert.All(ends, e => Assert.True(e.Result!.Outcome == Outcome.Denied, $"{e.Result.Outcome}: {e.Result.Message}"));
        Assert.All(ends, e => Assert.Contains(kind == "command" ? "nothing allows it" : "rule 'no-", e.Result!.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("error 1", string.Concat(ends.Select(e => e.Result!.Output)), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.Combine("made")), "a command ran");
        await AssertNothingArrivedAsync(tcp, udp);
    }

    /// <summary>Arguments of a kind that would reach the listeners or the files: every way that it has.</summary>
    private IEnumerable<object> Arguments(string kind, int tcp, int udp)
    {
        var url = $"http://localhost:{tcp}/";
        var log = _folder.Combine("app.log");
        return kind switch
        {
            "port" =>
            [
                new { host = "127.0.0.1", port = tcp }, new { host = "localhost", port = tcp, tls = true },
                new { host = "0.0.0.0", port = tcp }, new { host = "::ffff:127.0.0.1", port = tcp },
                new { host = "127.0.0.1", port = udp, protocol = "udp", send = "x" }, new { host = "localhost", port = udp, protocol = "udp", send = "x" },
            ],
            "domain" =>
            [
                new { name = "a.test", server = $"127.0.0.1:{udp}" }, new { name = "a.test", server = $"127.0.0.1:{tcp}", recordType = "MX" },
                new { name = "a.test", recordType = "TXT" },
            ],
            "http" => [new { url }, new { url = url.Replace("http:", "https:", StringComparison.Ordinal) }, new { url, method = "POST", body = "x" }],
            "scrape" => [new { url, series = new[] { new { name = "up" } } }],
            "message" => [new { url, body = "x" }],
            "tls" => [new { host = "localhost", port = tcp }],
            "icmp" => [new { host = "127.0.0.1" }, new { host = "localhost", count = 1 }],
            "database" =>
            [
                .. Enum.GetNames<DatabaseEngine>().Where(e => e != nameof(DatabaseEngine.Sqlite)).Select(engine => new { engine, host = "localhost", port = tcp, user = "u", password = "p" }),
                new { engine = "sqlite", database = log },
            ],
            "metrics" => [new { disks = new[] { "/", _folder.Path } }],
            "command" => [new { file = "/usr/bin/touch", args = new[] { _folder.Combine("made") } }],
            "log" => [new { path = log, pattern = "error" }],
            "objectstorage" => [new { endpoint = url, bucket = "b" }],
            _ => [],
        };
    }

    private async Task<IReadOnlyList<TaskReport>> EndsOfAsync(IEnumerable<Instruction> instructions)
    {
        var handed = instructions.ToArray();
        var file = _folder.Combine("agent.json");
        await File.WriteAllTextAsync(file, NothingAllowed);
        var faults = new Faults();
        var configuration = AgentConfiguration.Load(file, faults);
        Assert.True(faults.None, faults.ToString());
        await using var gateway = await ScriptedGateway.StartAsync();
        var options = RunningAgent.Options([gateway.Url], _folder.Combine("data")).With(configuration!);
        await using var agent = RunningAgent.Start([gateway], BuiltInExecutors.For(options), change: o => o.With(configuration!));
        gateway.Answer(new PollResponse { Instructions = handed });
        var reports = await gateway.Reports.WhenAsync(all => all.Count(r => r.State.IsTerminal()) == handed.Length, "all ends");
        return [.. reports.Where(r => r.State.IsTerminal())];
    }

    /// <summary>What arrives in order: had anything come before this test's own connection and datagram, it would be counted.</summary>
    private static async Task AssertNothingArrivedAsync(TcpPeer tcp, UdpPeer udp)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, tcp.Port).Within("this test's own connection");
        using var socket = new UdpClient();
        await socket.SendAsync("test"u8.ToArray(), new IPEndPoint(IPAddress.Loopback, udp.Port));

        Assert.Single(await tcp.Connections.WhenCountAsync(1));
        Assert.Equal("test"u8.ToArray(), Assert.Single(await udp.Questions.WhenCountAsync(1)));
    }
}
