using System.Net;

namespace Keeper.Agent.Permissions;

/// <summary>What instructions may reach from this host, whatever the platform asks for.</summary>
public class LocalLimits
{
    /// <summary>Everything is allowed.</summary>
    public static LocalLimits None { get; } = new();

    /// <summary>Asked with the address itself, after names were looked up, before anything is sent to it.</summary>
    /// <param name="address">The target.</param>
    /// <param name="port">Its port; <see langword="null"/> for protocols without ports (ICMP).</param>
    /// <exception cref="DeniedException">A rule forbids it.</exception>
    public virtual void CheckTarget(IPAddress address, int? port)
    {
    }

    /// <summary>Asked with the full path before a file or folder is opened.</summary>
    /// <exception cref="DeniedException">A rule forbids it.</exception>
    public virtual void CheckPath(string path)
    {
    }
}
