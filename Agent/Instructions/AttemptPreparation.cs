using System.Text.Json;
using Keeper.Agent.Execution;
using Keeper.Agent.Permissions;
using Keeper.Agent.Permissions.Secrets;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Instructions;

/// <summary>An attempt that may begin, or why it may not.</summary>
/// <param name="Executor">Its executor; <see langword="null"/> when there is a failure.</param>
/// <param name="Failure">Why it does not begin.</param>
/// <param name="IsRepeatable">Whether a lost attempt may be made again.</param>
/// <param name="Limits">What it may reach.</param>
/// <param name="Redaction">Takes its secrets out of whatever it says.</param>
internal readonly record struct PreparedAttempt(
    IExecutor? Executor, TaskResult? Failure, bool IsRepeatable, LocalLimits Limits, Redaction Redaction);

/// <summary>
/// What stands between an instruction and its executor, for every kind alike: is the kind allowed here, which secrets does
/// it use, are its arguments understood.
/// </summary>
internal sealed class AttemptPreparation(ExecutorRegistry executors, LocalLimits limits, SecretStore secrets)
{
    public async ValueTask<PreparedAttempt> PrepareAsync(Instruction instruction, CancellationToken ct)
    {
        try
        {
            limits.CheckKind(instruction.Kind);
            var filled = await secrets.FillAsync(instruction.Kind, instruction.Arguments, executors.ArgumentsOf(instruction.Kind), ct);
            return Create(instruction, filled);
        }
        catch (DeniedException e)
        {
            return Failed(Outcome.Denied, e.Message);
        }
        catch (SecretException e)
        {
            return Failed(Outcome.ExecutorFailed, e.Message);
        }
        catch (JsonException e)
        {
            return Failed(Outcome.ExecutorFailed, $"the arguments are not JSON: {e.Message}");
        }
    }

    private PreparedAttempt Create(Instruction instruction, FilledArguments filled)
    {
        TaskResult? failure;
        try
        {
            if (executors.Create(instruction.Kind, filled.Arguments, out failure) is { } executor)
                return new(executor, null, executors.IsRepeatable(instruction.Kind, instruction.Arguments), filled.Limits, filled.Redaction);
        }
        catch (Exception e) when (e is not DeniedException)
        {
            // A factory's own fault: the task must end all the same, and what is quoted of its arguments be hidden.
            failure = Results.Bound(new TaskResult { Outcome = Outcome.ExecutorFailed, Message = $"the executor could not be made: {e.Message}" });
        }

        return new(null, filled.Redaction.Apply(failure!), IsRepeatable: false, filled.Limits, filled.Redaction);
    }

    private PreparedAttempt Failed(Outcome outcome, string message) =>
        new(null, Results.Bound(new TaskResult { Outcome = outcome, Message = message }), IsRepeatable: false, limits, Redaction.None);
}
