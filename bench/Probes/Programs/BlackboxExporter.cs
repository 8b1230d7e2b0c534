using System.Globalization;
using System.Text.Json.Nodes;
using Keeper.Bench.Probes.Cases;
using Keeper.Testing;

namespace Keeper.Bench.Probes.Programs;

/// <summary>prometheus-blackbox-exporter with one module for each case, asked as Prometheus asks it.</summary>
internal sealed class BlackboxExporter : IDisposable
{
    public const string Program = "prometheus-blackbox-exporter";

    private readonly HttpClient _http;
    private readonly Dictionary<ProbeCase, string> _modules = [];

    private BlackboxExporter(MeasuredProcess process, Uri url) =>
        (Process, _http) = (process, new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) });

    public MeasuredProcess Process { get; }

    public static bool IsInstalled =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Program)));

    public static async Task<BlackboxExporter> StartAsync(IReadOnlyList<ProbeCase> cases, string folder, CancellationToken ct)
    {
        var config = Path.Combine(folder, "blackbox.yml");
        // JSON is YAML.
        await File.WriteAllTextAsync(config, new JsonObject { ["modules"] = new JsonObject(cases.Select((c, i) => KeyValuePair.Create(Name(i), (JsonNode?)Module(c)))) }.ToJsonString(), ct);
        var port = LoopbackPort.Free();
        var process = new MeasuredProcess(Program, ["--config.file", config, "--web.listen-address", $"127.0.0.1:{port}", "--log.level", "error"]);
        var exporter = new BlackboxExporter(process, new Uri($"http://127.0.0.1:{port}"));
        foreach (var (probe, i) in cases.Select((c, i) => (c, i)))
            exporter._modules[probe] = Name(i);
        await exporter.WhenReadyAsync(ct);
        return exporter;
    }

    /// <summary>Whether the target is up, as far as the exporter sees it.</summary>
    public async Task<bool> AskAsync(ProbeCase probe, CancellationToken ct)
    {
        var text = await _http.GetStringAsync($"/probe?module={_modules[probe]}&target={Uri.EscapeDataString(probe.Target)}", ct);
        var line = text.Split('\n').First(l => l.StartsWith("probe_success ", StringComparison.Ordinal));
        return line.EndsWith(" 1", StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _http.Dispose();
        Process.Dispose();
    }

    private static string Name(int i) => $"case{i.ToString(CultureInfo.InvariantCulture)}";

    private static JsonObject Module(ProbeCase probe) =>
        new() { ["prober"] = probe.Prober, ["timeout"] = $"{ProbeCase.TimeoutSeconds}s", [probe.Prober] = probe.Settings.DeepClone() };

    private async Task WhenReadyAsync(CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await _http.GetStringAsync("/-/healthy", ct);
                return;
            }
            catch (HttpRequestException) when (attempt < 100 && !Process.HasExited)
            {
                await Task.Delay(100, ct);
            }
            catch (HttpRequestException e)
            {
                throw new InvalidOperationException($"{Program} does not start: {Process.Output}", e);
            }
        }
    }
}
