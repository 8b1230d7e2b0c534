using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Keeper.Process.Tests.Harness;
using Keeper.Testing;

namespace Keeper.Process.Tests.Secrets;

/// <summary>
/// Secrets that instructions use reach their targets, which say them back, and are then searched for everywhere else: in every
/// answer and page, in both data folders, both logs and a backup.
/// </summary>
public sealed class SecretsStayOnTheAgentTests : IAsyncLifetime, IDisposable
{
    private const string Vpc = "far";

    private readonly TemporaryFolder _folder = new();
    private readonly Sought _file = new("file");
    private readonly Sought _variable = new("variable");
    private readonly Sought _password = new("password");
    private SiloProcess _silo = null!;
    private AgentProcess _agent = null!;
    private OperatorApi _api = null!;
    private EchoTarget _target = null!;

    public async Task InitializeAsync()
    {
        _target = new EchoTarget();
        _silo = SiloProcess.Launch(_folder.Combine("silo"), null, "--Logging:LogLevel:Default=Debug");
        await _silo.WhenReadyAsync();
        _api = _silo.Api();
        await _api.PutVpcAsync(Vpc);
        foreach (var secret in new[] { _file, _password })
        {
            await File.WriteAllTextAsync(_folder.Combine(secret.Name), secret.Value + "\n");
            File.SetUnixFileMode(_folder.Combine(secret.Name), UnixFileMode.UserRead);
        }

        await File.WriteAllTextAsync(_folder.Combine("agent.json"), $$"""
            {
              "secrets": {
                "api-key": { "file": "{{_folder.Combine(_file.Name)}}", "kinds": ["http", "port"] },
                "token": { "environment": "KEEPER_TEST_TOKEN" },
                "db": { "file": "{{_folder.Combine(_password.Name)}}", "kinds": ["database"], "targets": ["127.0.0.1"], "ports": ["{{_target.Port}}"] }
              },
              "commands": [{ "name": "echo", "file": "/bin/sh", "anyArgs": true, "stdin": true, "environment": ["TOKEN"] }]
            }
            """);
        _agent = AgentProcess.Start(
            _folder.Combine("agent"), [_silo.GatewayUrl], "worker", await _api.TokenAsync(Vpc),
            config: _folder.Combine("agent.json"), environment: new Dictionary<string, string?> { ["KEEPER_TEST_TOKEN"] = _variable.Value });
        await _api.HealthyAgentAsync(Vpc);
    }

    [Fact]
    public async Task Secrets_UsedByEveryKindThatTakesThem_AreNowhereButAtTheTarget()
    {
        var tasks = new List<JsonNode>();
        foreach (var (kind, arguments) in Instructions(_target.Port))
            tasks.Add(await _api.EndOfAsync(await _api.SubmitAsync(Vpc, kind, JsonNode.Parse(arguments)!.AsObject())));

        AssertReachedTheTargets(tasks);
        var places = await PlacesAsync(tasks);
        AssertSearchable(places, tasks);
        foreach (var secret in new[] { _file, _variable, _password })
            Assert.Null(secret.FoundIn(places));
    }

    [Fact]
    public async Task Submit_SecretWhereTheKindTakesNone_IsRefusedByItsField()
    {
        var refusal = await Assert.ThrowsAsync<HttpRequestException>(
            () => _api.SubmitAsync(Vpc, "http", JsonNode.Parse("""{"url": {"secret": "api-key"}}""")!.AsObject()));

        Assert.Equal(HttpStatusCode.BadRequest, refusal.StatusCode);
        Assert.Contains("arguments.url", refusal.Message, StringComparison.Ordinal);
    }

    public async Task DisposeAsync()
    {
        _api?.Dispose();
        if (_agent is not null)
            await _agent.DisposeAsync();
        if (_silo is not null)
            await _silo.DisposeAsync();
        await _target.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Each echoes what it got, in results that succeed and in such that fail; the last two may not use what they name.</summary>
    private static IEnumerable<(string Kind, string Arguments)> Instructions(int port)
    {
        (string Kind, string Arguments)[] all =
        [
            ("http", """{"url": "http://127.0.0.1:PORT/", "headers": {"X-Api-Key": {"secret": "api-key"}}}"""),
            ("http", """
                {"url": "http://127.0.0.1:PORT/", "method": "POST", "body": {"secret": "api-key"}, "expectBody": "^no$", "expectHeaders": {"X-Echo": "^no$"}}
                """),
            ("http", """{"url": "http://127.0.0.1:PORT/", "auth": {"basic": {"user": "watcher", "password": {"secret": "token"}}}}"""),
            ("http", """{"url": "http://127.0.0.1:PORT/", "auth": {"bearer": {"secret": "token"}}}"""),
            ("port", """{"host": "127.0.0.1", "port": PORT, "send": {"secret": "api-key"}, "expect": "ERR"}"""),
            ("command", """
                {"file": "/bin/sh", "args": ["-c", "echo $TOKEN; echo $TOKEN | base64 -w0; cat >&2; exit 3"],
                 "environment": {"TOKEN": {"secret": "token"}}, "stdin": {"secret": "token"}}
                """),
            ("database", """{"engine": "redis", "host": "127.0.0.1", "port": PORT, "password": {"secret": "db"}}"""),
            ("command", """{"file": "/bin/sh", "stdin": {"secret": "api-key"}}"""),
            ("http", """{"url": "http://127.0.0.1:PORT/", "method": "POST", "body": {"secret": "db"}}"""),
        ];
        return all.Select(i => (i.Kind, i.Arguments.Replace("PORT", $"{port}", StringComparison.Ordinal)));
    }

    private void AssertReachedTheTargets(List<JsonNode> tasks)
    {
        var received = string.Concat(_target.Received.Items);
        Assert.Equal(3, received.Split(_file.Value).Length - 1);
        Assert.Contains(_password.Value, received, StringComparison.Ordinal);
        Assert.Contains($"Bearer {_variable.Value}", received, StringComparison.Ordinal);
        Assert.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes($"watcher:{_variable.Value}")), received, StringComparison.Ordinal);
        var command = (string)tasks[5]["result"]!["output"]!;
        Assert.Equal(3, command.Split("(secret)").Length - 1);
        Assert.All(tasks.Take(7), t => Assert.Contains("(secret)", t["result"]!.ToJsonString(), StringComparison.Ordinal));
        Assert.All(tasks.TakeLast(2), t => Assert.Equal("Denied", (string?)t["result"]!["outcome"]));
    }

    /// <summary>Everything that anybody but the target and the agent's own files could look at.</summary>
    private async Task<List<(string Where, byte[] Bytes)>> PlacesAsync(List<JsonNode> tasks)
    {
        var places = new List<(string, byte[])>();
        string[] paths =
        [
            "/api/v1/tasks?limit=1000", "/api/v1/agents", "/api/v1/audit?limit=1000", "/api/v1/vpcs", "/api/v1/kinds", "/openapi/v1.json", "/metrics", "/healthz",
            .. tasks.Select(t => $"/api/v1/tasks/{t["id"]}"),
        ];
        foreach (var path in paths)
            places.Add((path, await _api.Http.GetByteArrayAsync(path)));
        using var browser = await SignInAsync();
        foreach (var page in new[] { "/", "/tasks", "/audit", "/vpcs" }.Concat(tasks.Select(t => $"/tasks/{t["id"]}")))
            places.Add(($"page {page}", await browser.GetByteArrayAsync(page)));
        var shown = await _silo.CliAsync("task", "show", (string)tasks[0]["id"]!);
        places.Add(("the command line", Encoding.UTF8.GetBytes(shown.Output)));
        places.Add(("the backup", await BackupAsync()));
        places.AddRange(Files("the silo's folder", _silo.Data));
        places.AddRange(Files("the agent's folder", _folder.Combine("agent")));
        places.Add(("the agent's log", Encoding.UTF8.GetBytes(_agent.Child.Output)));
        places.Add(("the silo's log", Encoding.UTF8.GetBytes(_silo.Child.Output)));
        return places;
    }

    /// <summary>The search would find something: places that hold the tasks show their ids, pages and answers the mark.</summary>
    private static void AssertSearchable(List<(string Where, byte[] Bytes)> places, List<JsonNode> tasks)
    {
        var id = (string)tasks[0]["id"]!;
        foreach (var where in new[] { "/api/v1/tasks?limit=1000", "page /tasks", $"page /tasks/{id}", "the backup", "the command line", "the silo's folder", "the agent's folder" })
            Assert.Contains(places, p => p.Where.StartsWith(where, StringComparison.Ordinal) && Encoding.Latin1.GetString(p.Bytes).Contains(id, StringComparison.Ordinal));
        foreach (var where in new[] { $"/api/v1/tasks/{id}", $"page /tasks/{id}", "the backup", "the silo's folder" })
            Assert.Contains(places, p => p.Where.StartsWith(where, StringComparison.Ordinal) && Encoding.Latin1.GetString(p.Bytes).Contains("(secret)", StringComparison.Ordinal));
        Assert.Contains(places, p => p.Where == "the agent's log" && p.Bytes.Length > 0);
    }

    private async Task<HttpClient> SignInAsync()
    {
        var link = await _silo.Child.WaitForLineAsync(@"dashboard\s+(\S+/signin\?code=\S+)");
        var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(_silo.OperatorUrl), Timeout = Deadline.Default };
        (await browser.GetAsync(link.Groups[1].Value)).EnsureSuccessStatusCode();
        return browser;
    }

    private async Task<byte[]> BackupAsync()
    {
        var file = _folder.Combine("keeper.backup");
        var run = await _silo.CliAsync("backup", file);
        Assert.True(run.ExitCode == 0, run.Output);
        await using var unzipped = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        var bytes = new MemoryStream();
        await unzipped.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static IEnumerable<(string Where, byte[] Bytes)> Files(string what, string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(p => Path.GetExtension(p) != ".lock" && Path.GetFileName(p) != "lock"))
        {
            // Shared with the process that writes it.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new MemoryStream();
            file.CopyTo(bytes);
            yield return ($"{what}, {Path.GetFileName(path)}", bytes.ToArray());
        }
    }
}
