namespace Keeper.AgentHost;

/// <summary>What the process tells whoever watches it: only some ends are worth a restart.</summary>
internal static class ExitCodes
{
    public const int Stopped = 0;
    public const int Fault = 1;
    public const int Usage = 2;
    public const int NotEnrolled = 3;
    public const int Revoked = 4;
    public const int Superseded = 5;

    public static int Of(Agent.AgentExit exit) => exit switch
    {
        Agent.AgentExit.Stopped => Stopped,
        Agent.AgentExit.NoToken or Agent.AgentExit.EnrollmentRefused => NotEnrolled,
        Agent.AgentExit.Revoked => Revoked,
        Agent.AgentExit.Superseded => Superseded,
        _ => Fault,
    };
}
