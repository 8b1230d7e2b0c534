using System.Text.RegularExpressions;
using Keeper.Gateway.Tests.Agents;
using Keeper.Gateway.Tests.Fakes;

namespace Keeper.Gateway.Tests.Metrics;

public sealed partial class GatewayMetricsTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Metrics_AfterSomeCalls_CountThem()
    {
        var agent = _host.Grains.Agent("a1");
        _host.Grains.Vpc("vpc-a").Create();
        await _host.AgentAsync("poll", AgentRequests.Poll(), agent.Secret);
        await _host.AgentAsync("poll", AgentRequests.Poll(), "ka.a1.wrong");
        await _host.AgentAsync(
            "reports", """{"instanceId":"i","reports":[{"taskId":"t","attempt":1,"state":"RUNNING","at":"2026-11-22T01:00:00Z"}]}""", agent.Secret);
        await _host.CallAsync("GET", "/api/v1/vpcs", role: null);
        await _host.CallAsync(
            "POST", "/api/v1/tasks", """{"vpc":"vpc-a","kind":"port","arguments":{"host":"h","port":1,"protocol":"tcp"}}""");

        var text = (await _host.CallAsync("GET", "/metrics")).Text;

        foreach (var line in (string[])
        [
            "keeper_gateway_polls_total 1",
            "keeper_gateway_auth_failures_total{caller=\"agent\"} 1",
            "keeper_gateway_auth_failures_total{caller=\"operator\"} 1",
            "keeper_gateway_reports_total{result=\"accepted\"} 1",
            "keeper_gateway_tasks_submitted_total 1",
            "keeper_gateway_requests_total{endpoint=\"poll\",status=\"401\"} 1",
            "keeper_gateway_request_duration_seconds_count{endpoint=\"poll\"} 2",
        ])
        {
            Assert.Contains(line + "\n", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Metrics_EveryLine_IsPrometheusText()
    {
        var answer = await _host.CallAsync("GET", "/metrics");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Response.Content.Headers.ContentType?.ToString());
        Assert.All(answer.Text.TrimEnd('\n').Split('\n'), line => Assert.Matches(LineOfText(), line));
        Assert.Contains("process_resident_memory_bytes ", answer.Text, StringComparison.Ordinal);
        Assert.Contains("process_cpu_seconds_total ", answer.Text, StringComparison.Ordinal);
    }

    [GeneratedRegex("""^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="([^"\\]|\\.)*",?)*\})? (\+Inf|-?[0-9.eE+-]+))$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LineOfText();
}
