using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Keeper.Process.Tests.Harness;
using Keeper.Testing;

namespace Keeper.Process.Tests.Faults;

/// <summary>An answer given while something was broken; without a status where the connection broke instead.</summary>
internal sealed record OutageAnswer(HttpStatusCode? Status, RetryConditionHeaderValue? RetryAfter, JsonNode? Body, TimeSpan After);

/// <summary>Asks a silo all the while what it says. A question that is not answered in time is a failure.</summary>
internal sealed class OutageWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private readonly OperatorApi _api;
    private readonly List<Task<OutageAnswer>> _answers = [];
    private readonly List<JsonNode> _health = [];

    public OutageWatch(SiloProcess silo)
    {
        _api = silo.Api();
        _api.Http.Timeout = TimeSpan.FromSeconds(60);
    }

    /// <summary>What it said of its health.</summary>
    public IReadOnlyCollection<JsonNode> Health => _health;

    /// <summary>Asks for a list, and how it is, for so long.</summary>
    public async Task WatchAsync(TimeSpan duration)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Interval);
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            _answers.Add(AskAsync());
            using var said = await _api.Http.GetAsync("/healthz").Within("the health, at once");
            _health.Add(JsonNode.Parse(await said.Content.ReadAsStringAsync())!);
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Every answer, once all are there.</summary>
    public Task<OutageAnswer[]> AnswersAsync() => Task.WhenAll(_answers).Within("an answer to every question");

    /// <summary>Until the silo says that it is well.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> WhenHealthyAsync()
    {
        var started = Stopwatch.GetTimestamp();
        await Eventually.HoldsAsync(
            async () =>
            {
                using var said = await _api.Http.GetAsync("/healthz");
                return said.IsSuccessStatusCode;
            },
            "a silo that has recovered by itself");
        return Stopwatch.GetElapsedTime(started);
    }

    public void Dispose() => _api.Dispose();

    private async Task<OutageAnswer> AskAsync()
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var response = await _api.Http.GetAsync("/api/v1/tasks?limit=1");
            var body = JsonNode.Parse(await response.Content.ReadAsStringAsync());
            return new OutageAnswer(response.StatusCode, response.Headers.RetryAfter, body, Stopwatch.GetElapsedTime(started));
        }
        catch (HttpRequestException)
        {
            return new OutageAnswer(Status: null, RetryAfter: null, Body: null, Stopwatch.GetElapsedTime(started));
        }
    }
}
