namespace Keeper.Agent.Tests.Plugins;

/// <summary>Only root can give files away.</summary>
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            Skip = "needs root on Linux, to give a file to another user";
    }
}
