namespace Keeper.Agent.Probes.Command;

/// <summary>Says in words what would keep a program from starting.</summary>
internal static class CommandTarget
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static string? FaultOf(string file, string? folder)
    {
        if (!File.Exists(file))
            return $"the program '{file}' is not on this host";
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & AnyExecute) == UnixFileMode.None)
            return $"'{file}' is not a program: nobody may execute it";
        return folder is not null && !Directory.Exists(folder) ? $"the folder '{folder}' is not on this host" : null;
    }
}
