namespace Keeper.Gateway.Listeners;

/// <summary>Who a listening address is for.</summary>
public enum Listener
{
    /// <summary>Operators and the dashboard. A listener that was not marked is theirs.</summary>
    Operator = 0,

    /// <summary>Agents: the one address that second VPCs must reach.</summary>
    Gateway = 1,
}
