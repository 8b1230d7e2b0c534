using Microsoft.Extensions.Options;

namespace Keeper.Dashboard.Hosting;

/// <summary>Names every fault of the options at start, not the first one at some later click.</summary>
internal sealed class DashboardOptionsValidator : IValidateOptions<DashboardOptions>
{
    private static readonly TimeSpan LongestSession = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, DashboardOptions options)
    {
        var faults = new List<string>();
        if (!Uri.TryCreate(options.GatewayUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            faults.Add($"{nameof(options.GatewayUrl)} '{options.GatewayUrl}' is not an absolute http or https URL.");
        if (string.IsNullOrWhiteSpace(options.AgentCommand))
            faults.Add($"{nameof(options.AgentCommand)} must not be empty.");
        if (options.SessionLength < TimeSpan.FromMinutes(1) || options.SessionLength > LongestSession)
            faults.Add($"{nameof(options.SessionLength)} is {options.SessionLength}; allowed are one minute to {LongestSession.Days} days.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
