namespace Keeper.Agent;

/// <summary>Why <see cref="KeeperAgent.RunAsync"/> ended.</summary>
public enum AgentExit
{
    /// <summary>It was asked to stop.</summary>
    Stopped,

    /// <summary>It has no identity, and no token to get one with.</summary>
    NoToken,

    /// <summary>The platform did not take the token or the name.</summary>
    EnrollmentRefused,

    /// <summary>The platform has taken the agent's credential back.</summary>
    Revoked,

    /// <summary>Another installation uses the same credential and is newer (a copied data folder).</summary>
    Superseded,
}
