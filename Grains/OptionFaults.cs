using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Validation;
using Microsoft.Extensions.Options;

namespace Keeper.Grains;

/// <summary>Notes configuration faults: key, value and limit of each, all of them at once.</summary>
internal static class OptionFaults
{
    public static void Range(Faults faults, string key, long value, long min, long max)
    {
        if (value < min || value > max)
            faults.Add(key, $"is {value}; allowed are {min} to {max}");
    }

    public static ValidateOptionsResult ToResult(this Faults faults) =>
        faults.None ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults.ToString());
}

internal sealed class AgentOptionsCheck : IValidateOptions<AgentOptions>
{
    public ValidateOptionsResult Validate(string? name, AgentOptions options)
    {
        var faults = new Faults();
        options.Check(faults);
        return faults.ToResult();
    }
}

internal sealed class TaskOptionsCheck : IValidateOptions<TaskOptions>
{
    public ValidateOptionsResult Validate(string? name, TaskOptions options)
    {
        var faults = new Faults();
        options.Check(faults);
        return faults.ToResult();
    }
}
