using System.Runtime.InteropServices;

namespace Keeper.Agent.Probes.Command;

/// <summary>What has to come before a program so that it runs as another user; or why it cannot.</summary>
internal readonly record struct Launcher(IReadOnlyList<string> Prefix, string Refusal);

/// <summary>
/// Starts programs as the user that a rule names. A process of many threads cannot change its user between fork and exec, so
/// <c>setpriv</c> does it and then becomes the program, under the same process id.
/// </summary>
internal static partial class CommandUser
{
    private static readonly string[] Places = ["/usr/bin/setpriv", "/bin/setpriv"];

    /// <summary>On this host, by this agent.</summary>
    public static Launcher LauncherOf(string? user)
    {
        if (user is null)
            return new([], "");
        return OperatingSystem.IsWindows() ? new([], $"as user '{user}', which this agent cannot do on Windows")
            : LauncherOf(user, EffectiveUser(), Ids(user), Array.Find(Places, File.Exists));
    }

    /// <summary>The decision alone.</summary>
    internal static Launcher LauncherOf(string user, uint own, (uint User, uint Group)? ids, string? setpriv)
    {
        if (ids is not var (id, group))
            return new([], $"as user '{user}', whom this host does not know");
        if (id == own)
            return new([], "");
        if (own != 0)
            return new([], $"as user '{user}', which only root can begin; the agent runs as user {own}");
        // BusyBox has a program of that name which cannot change users.
        if (setpriv is null || Path.GetFileName(File.ResolveLinkTarget(setpriv, returnFinalTarget: true)?.FullName ?? setpriv) != "setpriv")
            return new([], $"as user '{user}', which needs the program setpriv of util-linux on the agent's host");
        return new([setpriv, $"--reuid={id}", $"--regid={group}", "--init-groups", "--inh-caps=-all", "--no-new-privs", "--"], "");
    }

    private static (uint User, uint Group)? Ids(string user)
    {
        // struct passwd begins with two pointers and the two ids on every Unix.
        var (entry, texts) = (new byte[256], new byte[16 << 10]);
        if (Find(user, entry, texts, (nuint)texts.Length, out var found) != 0 || found == 0)
            return null;
        return (MemoryMarshal.Read<uint>(entry.AsSpan(2 * nint.Size)), MemoryMarshal.Read<uint>(entry.AsSpan((2 * nint.Size) + sizeof(uint))));
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Find(string name, [Out] byte[] entry, [Out] byte[] texts, nuint length, out nint found);
}
