using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Keeper.Testing;

namespace Keeper.Process.Tests.Harness;

/// <summary>The operator API as a stranger sees it: plain HTTP and JSON, nothing shared with the product.</summary>
internal sealed class OperatorApi : IDisposable
{
    public OperatorApi(string baseUrl, string key, HttpMessageHandler? handler = null)
    {
        Http = new HttpClient(handler ?? new SocketsHttpHandler()) { BaseAddress = new Uri(baseUrl), Timeout = Deadline.Default };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public HttpClient Http { get; }

    public async Task<JsonNode> GetAsync(string path) => (await Http.GetFromJsonAsync<JsonNode>($"/api/v1/{path}"))!;

    public async Task<JsonNode> PostAsync(string path, JsonNode body)
    {
        using var response = await Http.PostAsJsonAsync($"/api/v1/{path}", body);
        return await ReadAsync(response);
    }

    public async Task PutVpcAsync(string vpc)
    {
        using var response = await Http.PutAsJsonAsync($"/api/v1/vpcs/{vpc}", new JsonObject());
        await ReadAsync(response);
    }

    public async Task<string> TokenAsync(string vpc, int maxUses = 1)
    {
        var answer = await PostAsync($"vpcs/{vpc}/enrollment-tokens", new JsonObject { ["expiresInSeconds"] = 600, ["maxUses"] = maxUses });
        return (string)answer["token"]!;
    }

    /// <summary>Submits one task.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> SubmitAsync(string vpc, string kind, JsonObject arguments) =>
        (string)(await PostAsync("tasks", new JsonObject { ["vpc"] = vpc, ["kind"] = kind, ["arguments"] = arguments }))["id"]!;

    /// <summary>Submits many tasks at once.</summary>
    /// <returns>Their ids.</returns>
    public async Task<IReadOnlyList<string>> SubmitBatchAsync(IEnumerable<JsonNode> tasks)
    {
        var answer = await PostAsync("tasks/batch", new JsonObject { ["tasks"] = new JsonArray([.. tasks]) });
        return [.. answer["ids"]!.AsArray().Select(id => (string)id!)];
    }

    /// <summary>The task once it has ended.</summary>
    public async Task<JsonNode> EndOfAsync(string id)
    {
        JsonNode? last = null;
        try
        {
            return await Eventually.GetAsync(
                async () =>
                {
                    last = await GetAsync($"tasks/{id}?waitSeconds=5");
                    return TimelineChecker.IsTerminal((string)last["state"]!) ? last : null;
                },
                $"the end of task {id}");
        }
        catch (DeadlineException e)
        {
            throw new DeadlineException($"{e.Message} The task: {last?.ToJsonString()}");
        }
    }

    /// <summary>Every task of a VPC, page by page.</summary>
    public async Task<List<JsonNode>> TasksAsync(string vpc)
    {
        var all = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var page = await GetAsync($"tasks?vpc={vpc}&limit=500{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            all.AddRange(page["items"]!.AsArray().Select(t => t!));
            cursor = (string?)page["next"];
        }
        while (cursor is not null);

        return all;
    }

    /// <summary>The agent of that name once it is healthy.</summary>
    public Task<JsonNode> HealthyAgentAsync(string vpc, TimeSpan? deadline = null) => Eventually.GetAsync(
        async () => (await GetAsync($"agents?vpc={vpc}"))["items"]!.AsArray().FirstOrDefault(a => (string)a!["health"]! == "Healthy"),
        $"a healthy agent in {vpc}",
        deadline);

    public void Dispose() => Http.Dispose();

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"{(int)response.StatusCode}: {text}", inner: null, response.StatusCode);
        }

        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }
}
