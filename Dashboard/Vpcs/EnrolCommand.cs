using Keeper.Dashboard.Hosting;

namespace Keeper.Dashboard.Vpcs;

/// <summary>The command that enrols an agent, ready to be pasted into a shell.</summary>
internal static class EnrolCommand
{
    public static string For(DashboardOptions options, string token) =>
        $"{options.AgentCommand} --gateway {options.GatewayUrl} --token {token}";
}
