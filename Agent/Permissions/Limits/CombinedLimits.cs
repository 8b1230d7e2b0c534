using System.Net;

namespace Keeper.Agent.Permissions.Limits;

/// <summary>What each of several limits allows.</summary>
internal sealed class CombinedLimits(IReadOnlyList<LocalLimits> all) : LocalLimits
{
    public override void CheckKind(string kind)
    {
        foreach (var limits in all)
            limits.CheckKind(kind);
    }

    public override void CheckTarget(IPAddress address, int? port)
    {
        foreach (var limits in all)
            limits.CheckTarget(address, port);
    }

    public override void CheckPath(string path)
    {
        foreach (var limits in all)
            limits.CheckPath(path);
    }
}
