using System.ComponentModel;
using System.Text.Json;
using Keeper.Agent.Execution;
using Keeper.Agent.Probes;
using Keeper.Agent.Probes.Command;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Plugins;

/// <summary>
/// Runs a plug-in: one process for one instruction. It gets one line, answers with one, and nothing of it outlives the
/// instruction.
/// </summary>
internal sealed class PluginExecutor(PluginManifest plugin, JsonElement arguments, SemaphoreSlim slots) : IExecutor
{
    private static readonly Dictionary<string, string> NoVariables = [];

    public async Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var start = context.Time.GetTimestamp();
        try
        {
            // Waiting for a slot counts as running: whoever submitted it has set how long he is ready to wait.
            await slots.WaitAsync(ct);
        }
        catch (OperationCanceledException) when (context.TimeUp.IsCancellationRequested)
        {
            return TimedOut($"no slot was free: {plugin.MaxConcurrent} of them may run at once", "", context, start);
        }

        try
        {
            return await RunProcessAsync(context, start, ct);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<TaskResult> RunProcessAsync(InstructionContext context, long start, CancellationToken ct)
    {
        try
        {
            using var process = CommandProcess.Start(plugin.Program, plugin.Args, plugin.Folder, NoVariables, context.TaskId);
            var run = new PluginRun(process, context.Time);
            var result = await run.RunAsync(PluginMessages.Run(context, plugin.Kind, arguments), ct);
            if (result is not null)
                return result with { DurationMs = Elapsed(context, start) };
            if (context.TimeUp.IsCancellationRequested)
                return TimedOut(LastWord(run.Progress), run.Errors, context, start);
            ct.ThrowIfCancellationRequested();
            return Failed(run.Fault ?? $"ended with exit code {process.ExitCode} and without a result{LastLine(run)}", run.Errors, context, start);
        }
        catch (Win32Exception e)
        {
            return Failed($"cannot be started: {e.Message}", "", context, start);
        }
    }

    private TaskResult Failed(string fault, string errors, InstructionContext context, long start) => new()
    {
        Outcome = Outcome.ExecutorFailed,
        Message = $"the plug-in '{plugin.Kind}' {plugin.Version} {fault}",
        DurationMs = Elapsed(context, start),
        Output = errors,
    };

    private static TaskResult TimedOut(string doing, string errors, InstructionContext context, long start) => new()
    {
        Outcome = Outcome.TimedOut,
        Message = $"it did not end within its run time-out of {context.RunTimeout?.TotalSeconds:0} s{(doing.Length == 0 ? "" : $"; {doing}")}",
        DurationMs = Elapsed(context, start),
        Output = errors,
    };

    private static string LastWord(string progress) => progress.Length == 0 ? "" : $"it last said {Excerpts.Of(progress)}";

    private static string LastLine(PluginRun run) => run.Errors.AsSpan().Trim() is { Length: > 0 } said
        ? $"; standard error ended with {Excerpts.Of(said[(said.LastIndexOf('\n') + 1)..].ToString())}"
        : run.Progress.Length > 0 ? $"; {LastWord(run.Progress)}" : "";

    private static double Elapsed(InstructionContext context, long start) =>
        Math.Round(context.Time.GetElapsedTime(start).TotalMilliseconds, 3);
}
