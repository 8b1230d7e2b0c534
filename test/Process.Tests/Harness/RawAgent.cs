using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Keeper.Testing;

namespace Keeper.Process.Tests.Harness;

/// <summary>An agent that speaks the gateway's contract by hand, and hangs up when it is told to.</summary>
internal sealed class RawAgent : IDisposable
{
    private readonly string _instanceId = Guid.NewGuid().ToString("N");
    private readonly string _startedAt = DateTimeOffset.UtcNow.ToString("O");

    public RawAgent(string gatewayUrl) => Http = new HttpClient { BaseAddress = new Uri(gatewayUrl), Timeout = Deadline.Default };

    public HttpClient Http { get; }

    public string Id { get; private set; } = "";

    public static async Task<RawAgent> EnrollAsync(string gatewayUrl, string token, string name)
    {
        var agent = new RawAgent(gatewayUrl);
        using var response = await agent.SendAsync("enroll", new JsonObject
        {
            ["token"] = token,
            ["name"] = name,
            ["version"] = "1.0",
            ["instanceId"] = agent._instanceId,
            ["executors"] = Executors(),
        });
        var answer = (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!;
        agent.Id = (string)answer["agentId"]!;
        agent.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)answer["secret"]!);
        return agent;
    }

    public Task<HttpResponseMessage> SendPollAsync(double waitSeconds = 0, IEnumerable<(string TaskId, int Attempt)>? running = null) =>
        SendAsync("poll", Poll(waitSeconds, running ?? []));

    public async Task<JsonNode> PollAsync(double waitSeconds = 0, IEnumerable<(string TaskId, int Attempt)>? running = null)
    {
        using var response = await SendPollAsync(waitSeconds, running);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!;
    }

    /// <summary>Polls, and drops the connection when told to, or when the answer's head is there but its body was not read.</summary>
    public async Task PollAndHangUpAsync(CancellationToken hangUp)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/agent/v1/poll") { Content = JsonContent.Create(Poll(waitSeconds: 5, [])) };
        try
        {
            using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, hangUp);
        }
        catch (OperationCanceledException) when (hangUp.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Reports, and answers what the gateway said.</summary>
    public async Task<JsonNode> ReportAsync(params (string TaskId, int Attempt, string State)[] reports)
    {
        using var response = await SendAsync("reports", new JsonObject
        {
            ["instanceId"] = _instanceId,
            ["reports"] = new JsonArray([.. reports.Select(r => (JsonNode)Report(r.TaskId, r.Attempt, r.State))]),
        });
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!;
    }

    public void Dispose() => Http.Dispose();

    private static JsonArray Executors() => [new JsonObject { ["kind"] = "port", ["version"] = "1.0" }, new JsonObject { ["kind"] = "http", ["version"] = "1.0" }];

    private static JsonObject Report(string taskId, int attempt, string state) => new()
    {
        ["taskId"] = taskId,
        ["attempt"] = attempt,
        ["state"] = state,
        ["at"] = DateTimeOffset.UtcNow.ToString("O"),
        ["result"] = state == "RUNNING" ? null : new JsonObject { ["outcome"] = "Success", ["message"] = "done", ["durationMs"] = 1 },
    };

    private JsonObject Poll(double waitSeconds, IEnumerable<(string TaskId, int Attempt)> running) => new()
    {
        ["instanceId"] = _instanceId,
        ["startedAt"] = _startedAt,
        ["sentAt"] = DateTimeOffset.UtcNow.ToString("O"),
        ["capacity"] = 100,
        ["waitSeconds"] = waitSeconds,
        ["running"] = new JsonArray([.. running.Select(r => (JsonNode)new JsonObject { ["taskId"] = r.TaskId, ["attempt"] = r.Attempt })]),
        ["heartbeat"] = new JsonObject(),
        ["version"] = "1.0",
        ["executors"] = Executors(),
    };

    private Task<HttpResponseMessage> SendAsync(string call, JsonObject body) => Http.PostAsJsonAsync($"/agent/v1/{call}", body);
}
