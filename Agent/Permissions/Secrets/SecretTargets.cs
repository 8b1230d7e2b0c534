using System.Net;
using Keeper.Agent.Permissions.Limits;

namespace Keeper.Agent.Permissions.Secrets;

/// <summary>Keeps an instruction that uses a secret from taking it anywhere but to the targets that it is for.</summary>
internal sealed class SecretTargets(string secret, TargetRange range) : LocalLimits
{
    public override void CheckTarget(IPAddress address, int? port)
    {
        var target = new Target(address, port);
        if (!range.Allows(target))
            throw new DeniedException($"denied: this agent does not let the secret '{secret}' be used towards {target}");
    }
}
