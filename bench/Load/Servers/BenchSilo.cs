using System.Net;
using System.Text;
using System.Text.Json;
using Keeper.Bench.Load.Http;
using Keeper.Bench.Storage;
using Keeper.Protocol.Agents;
using Keeper.Testing;

namespace Keeper.Bench.Load.Servers;

/// <summary>An agent as the load plays it.</summary>
internal sealed record SimulatedAgent(string Id, string Secret, string InstanceId, DateTimeOffset StartedAt);

/// <summary>A silo on a fresh data folder, with a VPC and enrolled agents.</summary>
internal sealed class BenchSilo : IDisposable
{
    public const string Vpc = "bench";

    private readonly string _folder;

    private BenchSilo(string folder, PostgreSqlServer? server, ServerProcess process, IPEndPoint gateway, IPEndPoint @operator, string key)
    {
        (_folder, Server) = (folder, server);
        (Process, Gateway, Operator, Key) = (process, gateway, @operator, key);
    }

    public ServerProcess Process { get; }

    /// <summary>Where its database is, if not in its folder.</summary>
    public PostgreSqlServer? Server { get; }

    public IPEndPoint Gateway { get; }

    public IPEndPoint Operator { get; }

    public string Key { get; }

    public static async Task<BenchSilo> StartAsync(CancellationToken cancellation, bool postgreSql = false)
    {
        // On the disk that holds the build, not in a memory file system: a flush has to cost what it costs.
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "bench-data", Guid.NewGuid().ToString("N"))).FullName;
        var server = postgreSql ? await PostgreSqlServer.StartAsync(cancellation) : null;
        try
        {
            return await StartAsync(folder, server, cancellation);
        }
        catch
        {
            server?.Dispose(); // it would outlive this process
            throw;
        }
    }

    public async Task<IReadOnlyList<SimulatedAgent>> EnrollAsync(int count, CancellationToken cancellation)
    {
        var answer = await CallAsync(HttpMethod.Post, $"/api/v1/vpcs/{Vpc}/enrollment-tokens", $$"""{"expiresInSeconds":3600,"maxUses":{{count}}}""", cancellation);
        var token = answer.GetProperty("token").GetString()!;
        var agents = new SimulatedAgent[count];
        await Parallel.ForAsync(0, 16, cancellation, async (worker, stop) =>
        {
            using var connection = await RawConnection.ConnectAsync(Gateway, stop);
            for (var i = worker; i < count; i += 16)
                agents[i] = await EnrollAsync(connection, token, $"sim-{i}", stop);
        });
        return agents;
    }

    /// <summary>A call of the operator's API and its answer.</summary>
    public async Task<JsonElement> CallAsync(HttpMethod method, string path, string? body, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://{Operator}") };
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", Key);
        using var response = await http.SendAsync(request, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        return response.IsSuccessStatusCode
            ? text.Length == 0 ? default : JsonElement.Parse(text)
            : throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {text}");
    }

    public static byte[] Poll(SimulatedAgent agent, PollRequest poll) =>
        RawConnection.Post("/agent/v1/poll", JsonSerializer.SerializeToUtf8Bytes(poll, AgentWireJson.Default.PollRequest), agent.Secret);

    /// <summary>A file on the disk that the silo's data is on.</summary>
    public string NewFile(string name) => Path.Combine(_folder, name);

    public void Dispose()
    {
        Process.Dispose();
        Server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<BenchSilo> StartAsync(string folder, PostgreSqlServer? server, CancellationToken cancellation)
    {
        var (gateway, @operator) = (FreeEndPoint(), FreeEndPoint());
        string[] storage = server is null
            ? []
            : ["--Keeper:Storage:Provider=PostgreSql", $"--Keeper:Storage:ConnectionString={await server.NewDatabaseAsync(cancellation)}"];
        var process = await ServerProcess.StartSiloAsync(SiloAssembly(), folder, gateway, @operator, storage);
        var key = (await File.ReadAllTextAsync(Path.Combine(folder, "admin.key"), cancellation)).Trim();
        var silo = new BenchSilo(folder, server, process, gateway, @operator, key);
        await silo.CallAsync(HttpMethod.Put, $"/api/v1/vpcs/{Vpc}", "{}", cancellation);
        return silo;
    }

    private static async Task<SimulatedAgent> EnrollAsync(RawConnection connection, string token, string name, CancellationToken cancellation)
    {
        var request = new EnrollRequest
        {
            Token = token,
            Name = name,
            Version = "bench",
            InstanceId = Guid.NewGuid().ToString("N"),
            Executors = [new ExecutorInfo("port", "1"), new ExecutorInfo("http", "1")],
        };
        var body = JsonSerializer.SerializeToUtf8Bytes(request, AgentWireJson.Default.EnrollRequest);
        var (status, answer) = await connection.RoundTripAsync(RawConnection.Post("/agent/v1/enroll", body, null), cancellation);
        if (status != 201)
            throw new InvalidOperationException($"enroll: {status} {Encoding.UTF8.GetString(answer.Span)}");
        var enrolled = JsonSerializer.Deserialize(answer.Span, AgentWireJson.Default.EnrollResponse)!;
        return new SimulatedAgent(enrolled.AgentId, enrolled.Secret, request.InstanceId, DateTimeOffset.UtcNow);
    }

    // The silo is built next to this program, in the same configuration.
    private static string SiloAssembly()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = output.Parent!.Name;
        var root = output.Parent.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(root.FullName, "Silo", "bin", configuration, output.Name, "Keeper.Silo.dll");
    }

    private static IPEndPoint FreeEndPoint() => new(IPAddress.Loopback, LoopbackPort.Free());
}
