using System.ComponentModel;
using Keeper.Agent.Execution;
using Keeper.Agent.Permissions;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.Command;

/// <summary>Runs a program that a rule allows. Nothing of it outlives the instruction.</summary>
internal sealed class CommandExecutor(CommandRule rule, CommandArguments command) : IExecutor
{
    /// <summary>A result holds no more of each stream.</summary>
    public const int MaxKeptBytes = 8_000;

    /// <summary>How long a killed process may take to be gone, and its last output to arrive.</summary>
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(1);

    private readonly KeptOutput _output = new(Math.Min(command.OutputLimitBytes, MaxKeptBytes));
    private readonly KeptOutput _errors = new(Math.Min(command.OutputLimitBytes, MaxKeptBytes));

    public async Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        if (CommandTarget.FaultOf(rule.File, command.WorkingDirectory) is { } fault)
            return probe.Fail(fault);
        var launcher = CommandUser.LauncherOf(rule.User);
        if (launcher.Refusal.Length > 0)
            return new TaskResult { Outcome = Outcome.ExecutorFailed, Message = $"rule '{rule.Name}' runs its program {launcher.Refusal}", DurationMs = probe.ElapsedMs };
        try
        {
            using var process = CommandProcess.Start(rule, launcher, command, context.TaskId);
            var left = await RunAsync(process, context.Time, ct);
            return Judge(probe, process.ExitCode, left);
        }
        catch (OperationCanceledException) when (context.TimeUp.IsCancellationRequested)
        {
            return probe.TimeOut($"it did not end within its run time-out of {context.RunTimeout?.TotalSeconds:0} s and was ended{WhatWasCut}", Output);
        }
        catch (Win32Exception e)
        {
            return probe.Fail($"'{rule.File}' cannot be started: {e.Message}");
        }
    }

    private async Task<int> RunAsync(CommandProcess process, TimeProvider time, CancellationToken ct)
    {
        using var reading = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        var streams = Task.WhenAll(
            _output.ReadAsync(process.Output, reading.Token),
            _errors.ReadAsync(process.Errors, reading.Token),
            process.FeedAsync(command.Stdin, reading.Token));
        var left = 0;
        try
        {
            await process.WaitAsync(ct);
        }
        finally
        {
            left = process.KillTree();
            // The pipes end with the last process that holds them; one that got away must not hold the agent.
            reading.CancelAfter(EndTime);
            await Task.WhenAll(process.WaitAsync(reading.Token), streams).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return left;
    }

    private TaskResult Judge(ProbeRun probe, int exitCode, int left)
    {
        probe.EndPhase("run");
        probe.Value("exitCode", exitCode);
        var isExpected = probe.Check($"exit code is {command.ExpectExitCode}", exitCode == command.ExpectExitCode, exitCode.ToString());
        if (command.ExpectOutput is { } pattern)
            probe.CheckMatch("standard output", pattern, _output.ToString());
        var message = $"exit code {exitCode}{(isExpected ? "" : LastWord)}{WhatWasCut}{(left > 0 ? $"; {left} processes that it left behind were ended" : "")}";
        return isExpected ? probe.Finish(message, Output) : probe.Fail(message, Output);
    }

    private string Output => _errors.Total == 0 ? _output.ToString() : $"{_output}\n--- standard error ---\n{_errors}";

    private string LastWord => _errors.ToString().Trim() is { Length: > 0 } said ? $": {Excerpts.Of(said[(said.LastIndexOf('\n') + 1)..])}" : "";

    private string WhatWasCut => Cut("standard output", _output) + Cut("standard error", _errors);

    private static string Cut(string name, KeptOutput kept) =>
        kept.IsCut ? $"; {name} was cut: it had {kept.Total} bytes" : "";
}
