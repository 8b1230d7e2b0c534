namespace Keeper.Testing;

/// <summary>Runs database servers: some refuse to run as root, so root runs them as nobody.</summary>
public static class Unprivileged
{
    private static readonly string[] AsNobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];

    /// <summary>Opens a folder to whoever the server runs as.</summary>
    public static void Open(TemporaryFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.Path, (UnixFileMode)0x1FF); // 0777
        }
    }

    /// <summary>Starts a program.</summary>
    public static ChildProcess Start(string program, params IReadOnlyList<string> arguments) => Environment.IsPrivilegedProcess
        ? ChildProcess.Start("setpriv", [.. AsNobody, program, .. arguments])
        : ChildProcess.Start(program, arguments);

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    public static async Task RunAsync(string program, params IReadOnlyList<string> arguments)
    {
        await using var child = Start(program, arguments);
        var exitCode = await child.WaitForExitAsync().ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {exitCode}: {child.Output}");
        }
    }
}
