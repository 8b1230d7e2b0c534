using System.Diagnostics;
using System.Text;

namespace Keeper.Bench.Probes.Programs;

/// <summary>A program in a process of its own, whose use of the machine is looked at, and which ends with the measurement.</summary>
internal sealed class MeasuredProcess : IDisposable
{
    private const int KeptOutput = 20_000;

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    public MeasuredProcess(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Keep(e.Data);
        _process.ErrorDataReceived += (_, e) => Keep(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>What it has said, for when something goes wrong.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Processor time used so far.</summary>
    public TimeSpan ProcessorTime => Refreshed().TotalProcessorTime;

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes => Refreshed().WorkingSet64;

    public int Threads => Refreshed().Threads.Count;

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit(5_000);
        _process.Dispose();
    }

    private Process Refreshed()
    {
        _process.Refresh();
        return _process;
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            if (_output.Length < KeptOutput)
                _output.AppendLine(line);
        }
    }
}
