using Keeper.Agent.Permissions.Limits;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Permissions;

/// <summary>
/// Nothing in a folder may be opened: for an agent inside the process whose files these are. The folder itself may be looked at,
/// so that it can be told how full its disk is.
/// </summary>
/// <param name="folder">Its full path.</param>
/// <param name="reason">What it is and why it is protected, for people.</param>
public sealed class ProtectedFolder(string folder, string reason) : LocalLimits
{
    /// <inheritdoc/>
    public override void CheckPath(string path)
    {
        if (RealPath.Of(folder) is { } root && RealPath.AllOf(path).Any(real => IsInside(root, real)))
            throw new DeniedException($"denied: '{Names.Shorten(path)}' is in {reason}");
    }

    private static bool IsInside(string root, string? real) => real is not null && RealPath.IsWithin(root, real) && !RealPath.IsWithin(real, root);
}
