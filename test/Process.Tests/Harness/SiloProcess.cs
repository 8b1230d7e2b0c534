using System.Globalization;
using Keeper.Testing;

namespace Keeper.Process.Tests.Harness;

/// <summary>A silo on a data folder, as a process.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private SiloProcess(string data, FreePorts ports, ChildProcess child)
    {
        Data = data;
        Ports = ports;
        Child = child;
    }

    public string Data { get; }

    public FreePorts Ports { get; }

    public ChildProcess Child { get; }

    public string OperatorUrl => $"http://127.0.0.1:{Ports.Operator.ToString(CultureInfo.InvariantCulture)}";

    public string GatewayUrl => $"http://127.0.0.1:{Ports.Gateway.ToString(CultureInfo.InvariantCulture)}";

    public string KeyFile => Path.Combine(Data, "admin.key");

    /// <summary>Starts a silo and does not wait for anything.</summary>
    public static SiloProcess Launch(string data, FreePorts? ports = null, params ReadOnlySpan<string> more) =>
        Launch(Executables.Silo, data, ports, more);

    /// <summary>Starts a silo of either form.</summary>
    public static SiloProcess Launch(string executable, string data, FreePorts? ports, params ReadOnlySpan<string> more)
    {
        ports ??= FreePorts.Take();
        var child = ChildProcess.Start(
            executable,
            [
                "--data", data,
                $"--Keeper:Operator:Url=http://127.0.0.1:{ports.Operator}",
                $"--Keeper:Gateway:Url=http://127.0.0.1:{ports.Gateway}",
                .. more,
            ],
            workingDirectory: Path.GetTempPath());
        return new SiloProcess(data, ports, child);
    }

    /// <summary>Starts a silo, and waits until it can take work.</summary>
    public static async Task<SiloProcess> StartAsync(string data, FreePorts? ports = null)
    {
        var silo = Launch(data, ports);
        await silo.WhenReadyAsync();
        return silo;
    }

    public async Task WhenReadyAsync(TimeSpan? deadline = null)
    {
        using var http = new HttpClient { BaseAddress = new Uri(OperatorUrl), Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            await Eventually.HoldsAsync(
                async () =>
                {
                    Assert.False(Child.HasExited, $"The silo ended:\n{Child.Output}");
                    using var response = await http.GetAsync("/healthz");
                    return response.IsSuccessStatusCode;
                },
                "a silo that can take work",
                deadline);
        }
        catch (DeadlineException e)
        {
            throw new DeadlineException($"{e.Message} Its output:\n{Child.Output}");
        }
    }

    /// <summary>The operator API with the admin key.</summary>
    public OperatorApi Api() => new(OperatorUrl, File.ReadAllText(KeyFile));

    /// <summary>Runs the command line against this silo.</summary>
    public Task<ProcessResult> CliAsync(params string[] arguments) => ChildProcess.RunAsync(
        Executables.Cli,
        [.. arguments, "--url", OperatorUrl, "--key", File.ReadAllText(KeyFile)]);

    public ValueTask DisposeAsync() => Child.DisposeAsync();
}
