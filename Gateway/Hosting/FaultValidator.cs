using Microsoft.Extensions.Options;

namespace Keeper.Gateway.Hosting;

/// <summary>Refuses options with every fault at once.</summary>
internal sealed class FaultValidator<T>(Func<T, IEnumerable<string>> faults) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var found = faults(options).ToList();
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }
}
