using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Keeper.Process.Tests.Harness;

namespace Keeper.Process.Tests.Input;

/// <summary>Whatever is sent: a clear status, every fault by field, no change of state, no stack trace, no flood in the log.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private LoneSilo _home = null!;

    private OperatorApi Api => _home.Api;

    public async Task InitializeAsync()
    {
        _home = await LoneSilo.StartAsync();
        await Api.PutVpcAsync("one");
        await Api.PutVpcAsync("two");
    }

    [Fact]
    public async Task Tasks_BadBodies_AreRefusedWithEveryFaultAndMakeNoTask()
    {
        await AssertProblemAsync("""{"vpc":"one","kind":"no-such-kind","arguments":{}}""", HttpStatusCode.BadRequest, "kind");
        await AssertProblemAsync("""{"vpc":"one","kind":"port","arguments":{"port":70000}}""", HttpStatusCode.BadRequest, "arguments.host", "arguments.port");
        await AssertProblemAsync("""{"vpc":"NOT A NAME","kind":7,"arguments":[]}""", HttpStatusCode.BadRequest, "vpc", "kind");
        await AssertProblemAsync("""{"vpc":"one","kind":"po""", HttpStatusCode.BadRequest);
        await AssertProblemAsync("[1,2,3]", HttpStatusCode.BadRequest);
        await AssertProblemAsync("", HttpStatusCode.BadRequest);
        await AssertProblemAsync("{\"vpc\":\"" + new string('x', 5 << 20) + "\"}", HttpStatusCode.RequestEntityTooLarge);

        Assert.Empty(await Api.TasksAsync("one"));
    }

    [Fact]
    public async Task Tasks_WrongOrMissingKey_IsUnauthorized()
    {
        foreach (var key in new[] { null, "", "wrong", new string('k', 10_000) })
        {
            using var http = new HttpClient { BaseAddress = new Uri(_home.Silo.OperatorUrl) };
            if (key is not null)
                http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key}");
            using var response = await http.PostAsync("/api/v1/tasks", Json("""{"vpc":"one","kind":"port","arguments":{"host":"h","port":1}}"""));

            await AssertCleanAsync(response, HttpStatusCode.Unauthorized);
        }

        Assert.Empty(await Api.TasksAsync("one"));
    }

    [Fact]
    public async Task Poll_WrongCredential_IsUnauthorized()
    {
        using var agent = await EnrollAsync("one", "first");
        var secret = agent.Http.DefaultRequestHeaders.Authorization!.Parameter!;
        foreach (var wrong in new[] { "", "nonsense", secret[..^1] + (secret[^1] == 'A' ? 'B' : 'A'), File.ReadAllText(_home.Silo.KeyFile) })
        {
            agent.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", wrong);
            using var response = await agent.SendPollAsync();

            await AssertCleanAsync(response, HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Gateway_MalformedBodies_AreRefused()
    {
        using var agent = await EnrollAsync("one", "first");
        foreach (var path in new[] { "poll", "reports", "bye" })
        {
            foreach (var body in new[] { "", "{", "[]", "{\"instanceId\":5}", "\u0000" })
            {
                using var response = await agent.Http.PostAsync($"/agent/v1/{path}", Json(body));

                await AssertCleanAsync(response, HttpStatusCode.BadRequest);
            }
        }
    }

    [Fact]
    public async Task Reports_ForAnotherAgentsTask_AreRefusedAndChangeNothing()
    {
        using var owner = await EnrollAsync("one", "owner");
        using var stranger = await EnrollAsync("two", "stranger");
        using var neighbour = await EnrollAsync("one", "neighbour");
        await owner.PollAsync();
        var id = await Api.SubmitAsync("one", "port", new JsonObject { ["host"] = "127.0.0.1", ["port"] = 9, ["protocol"] = "tcp" });
        var handedOut = await Eventually.GetAsync(
            async () => (await owner.PollAsync(waitSeconds: 1))["instructions"]!.AsArray().FirstOrDefault(), "the instruction");
        Assert.Equal(id, (string?)handedOut["taskId"]);
        var before = (await Api.GetAsync($"tasks/{id}")).ToJsonString();

        foreach (var other in new[] { stranger, neighbour })
        {
            var answer = await other.ReportAsync((id, 1, "RUNNING"), (id, 1, "SUCCEEDED"));

            Assert.Empty(answer["accepted"]!.AsArray());
            Assert.NotEmpty(answer["refused"]!.AsArray());
        }

        Assert.Equal(before, (await Api.GetAsync($"tasks/{id}")).ToJsonString());
    }

    [Fact]
    public async Task Requests_ThousandBadOnes_DoNotFloodTheLog()
    {
        var before = _home.Silo.Child.LineCount;

        await Parallel.ForAsync(0, 1_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, cancellation) =>
        {
            using var response = await Api.Http.PostAsync("/api/v1/tasks", Json("{nonsense"), cancellation);
        });

        Assert.InRange(_home.Silo.Child.LineCount - before, 0, 50);
    }

    public async Task DisposeAsync() => await _home.DisposeAsync();

    private async Task<RawAgent> EnrollAsync(string vpc, string name) =>
        await RawAgent.EnrollAsync(_home.Silo.GatewayUrl, await Api.TokenAsync(vpc), name);

    private async Task AssertProblemAsync(string body, HttpStatusCode status, params string[] fields)
    {
        using var response = await Api.Http.PostAsync("/api/v1/tasks", Json(body));
        var text = await AssertCleanAsync(response, status);
        var errors = JsonNode.Parse(text)!["errors"]?.AsObject().Select(e => e.Key).ToList() ?? [];
        Assert.All(fields, field => Assert.Contains(field, errors));
    }

    private static async Task<string> AssertCleanAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{response.RequestMessage!.RequestUri}: {(int)response.StatusCode}, expected {(int)status}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotMatch(@"\bat \w+\.|Exception", text);
        return text;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
