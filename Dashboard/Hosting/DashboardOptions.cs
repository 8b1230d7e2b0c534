namespace Keeper.Dashboard.Hosting;

/// <summary>What the dashboard has to be told by the program that hosts it.</summary>
public sealed class DashboardOptions
{
    /// <summary>Where agents reach the gateway: shown in the command that enrols an agent.</summary>
    public string GatewayUrl { get; set; } = "http://127.0.0.1:7400";

    /// <summary>How an agent is started, without its arguments.</summary>
    public string AgentCommand { get; set; } = "dotnet run --project AgentHost --";

    /// <summary>
    /// Folder of the keys that protect the session cookie. Without one a restart may sign everybody out; every process
    /// that serves the dashboard behind one address needs the same.
    /// </summary>
    public string? KeysPath { get; set; }

    /// <summary>How long a session lasts after its last request.</summary>
    public TimeSpan SessionLength { get; set; } = TimeSpan.FromHours(12);
}
