using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Keeper.Bench.Load.Servers;

/// <summary>A server in a process of its own, ended with the measurement.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(string program, string readyPattern, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is not null && Regex.Match(e.Data, readyPattern, RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } match)
                _ready.TrySetResult(match.Groups[1].Value);
        };
        _process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is not null)
                Console.Error.WriteLine(e.Data);
        };
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"{program} ended with {_process.ExitCode}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Processor time used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<(ServerProcess Process, IPEndPoint Address)> StartBareKestrelAsync()
    {
        var process = new ServerProcess(typeof(ServerProcess).Assembly.Location, "listening on http://(.+)", BareKestrel.Argument, "http://127.0.0.1:0");
        return (process, IPEndPoint.Parse(await process.ReadyAsync()));
    }

    public static async Task<ServerProcess> StartSiloAsync(string siloAssembly, string dataPath, IPEndPoint gateway, IPEndPoint @operator, params string[] more)
    {
        var process = new ServerProcess(siloAssembly, "(signin)", [
            "--data", dataPath, $"--Keeper:Gateway:Url=http://{gateway}", $"--Keeper:Operator:Url=http://{@operator}",
            "--Keeper:LocalAgent:Enabled=false", "--Logging:LogLevel:Default=Warning", .. more]);
        await process.ReadyAsync();
        return process;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit(5_000);
        _process.Dispose();
    }

    private Task<string> ReadyAsync() => _ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
}
