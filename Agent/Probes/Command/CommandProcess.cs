using System.Diagnostics;
using System.Text;
using Keeper.Agent.Permissions;
using Keeper.Protocol.Probes;

namespace Keeper.Agent.Probes.Command;

/// <summary>A started command: a session of its own on Linux, an environment of its own everywhere.</summary>
internal sealed class CommandProcess : IDisposable
{
    private const string MarkVariable = "KEEPER_COMMAND_MARK";

    /// <summary>Gives a program a session of its own and then becomes it, under the same process id.</summary>
    private static readonly string? Setsid = Array.Find(["/usr/bin/setsid", "/bin/setsid"], File.Exists);

    private readonly Process _process;
    private readonly string _mark;

    private CommandProcess(Process process, string mark) => (_process, _mark) = (process, mark);

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    public Stream Errors => _process.StandardError.BaseStream;

    public int ExitCode => _process.ExitCode;

    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static CommandProcess Start(CommandRule rule, Launcher launcher, CommandArguments command, string taskId)
    {
        string[] all = [.. launcher.Prefix, rule.File, .. command.Args];
        return Start(all[0], all[1..], command.WorkingDirectory ?? Path.GetPathRoot(rule.File)!, command.Environment, taskId);
    }

    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static CommandProcess Start(
        string file, IReadOnlyList<string> args, string folder, IReadOnlyDictionary<string, string> variables, string taskId)
    {
        var mark = Guid.NewGuid().ToString("N");
        var launcher = OperatingSystem.IsLinux() ? Setsid : null;
        var start = new ProcessStartInfo(launcher ?? file, launcher is null ? args : [file, .. args])
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        FillEnvironment(start.Environment, variables, taskId, mark);
        return new CommandProcess(Process.Start(start)!, $"{MarkVariable}={mark}");
    }

    /// <summary>Gives it its input, and then the end of input. One that does not read it is no fault.</summary>
    public async Task FeedAsync(string? input, CancellationToken ct)
    {
        try
        {
            await using var stream = _process.StandardInput.BaseStream;
            if (input is not null)
                await stream.WriteAsync(Encoding.UTF8.GetBytes(input), ct);
        }
        catch (IOException)
        {
            // It ended, or closed its input, before it had read everything.
            return;
        }
    }

    public Task WaitAsync(CancellationToken ct) => _process.WaitForExitAsync(ct);

    /// <summary>Ends it and all that it started, and says how many of those there were.</summary>
    public int KillTree()
    {
        if (OperatingSystem.IsLinux())
            return ProcessTree.Kill(_process.Id, _mark);
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        return 0;
    }

    public void Dispose() => _process.Dispose();

    /// <summary>Nothing of the agent's own environment is passed on: it may hold secrets, and paths that are none of the command's business.</summary>
    private static void FillEnvironment(IDictionary<string, string?> environment, IReadOnlyDictionary<string, string> variables, string taskId, string mark)
    {
        var system = OperatingSystem.IsWindows() ? environment.Where(v => v.Key is "SystemRoot" or "PATH" or "Path" or "TEMP").ToList()
            : [new("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"), new("LANG", "C.UTF-8"), new("HOME", "/")];
        environment.Clear();
        foreach (var (name, value) in system)
            environment[name] = value;
        foreach (var (name, value) in variables)
            environment[name] = value;
        environment["KEEPER_TASK_ID"] = taskId;
        environment[MarkVariable] = mark;
    }
}
