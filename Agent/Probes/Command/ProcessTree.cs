using System.Runtime.InteropServices;
using System.Text;

namespace Keeper.Agent.Probes.Command;

/// <summary>
/// Ends every process that a command has started, also those that have left its session or whose parent has ended: they
/// are known by descent, by session, or by a mark in the environment that they inherit.
/// </summary>
internal static partial class ProcessTree
{
    private const int Kill9 = 9;

    /// <summary>A tree that forks faster than it is killed is given up after so many rounds.</summary>
    private const int MaxRounds = 100;

    /// <summary>Kills them all.</summary>
    /// <param name="root">The command's process id, which is its session's id as well.</param>
    /// <param name="mark">The text in their environment.</param>
    /// <returns>How many were found alive besides the root.</returns>
    public static int Kill(int root, string mark)
    {
        var killed = new HashSet<int>();
        var needle = Encoding.UTF8.GetBytes(mark);
        for (var round = 0; round < MaxRounds; round++)
        {
            // What is already marked for death cannot fork any more; what it forked just before shows in the next round.
            var found = Find(root, needle).Where(killed.Add).ToList();
            if (found.Count == 0)
                break;
            foreach (var id in found)
                _ = Signal(id, Kill9);
        }

        return killed.Count(id => id != root);
    }

    private static List<int> Find(int root, byte[] needle)
    {
        var all = ProcessTable.Read();
        var tree = new HashSet<int> { root };
        var grew = true;
        while (grew)
        {
            grew = false;
            foreach (var process in all.Where(p => tree.Contains(p.Parent)))
                grew |= tree.Add(process.Id);
        }

        return [.. all.Where(p => p.IsAlive && (tree.Contains(p.Id) || p.Session == root || ProcessTable.HasInEnvironment(p.Id, needle))).Select(p => p.Id)];
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int process, int signal);
}
