namespace Keeper.Agent.Tests.Probes.Command;

/// <summary>A test that changes users, which only root can.</summary>
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess)
            Skip = "only root can start a program as another user";
    }
}
