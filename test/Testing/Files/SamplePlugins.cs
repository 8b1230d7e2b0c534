namespace Keeper.Testing;

/// <summary>The sample plug-ins of this repository.</summary>
public static class SamplePlugins
{
    /// <summary>Copies them all to where an agent will find them.</summary>
    /// <param name="folder">A plug-in folder that does not exist yet.</param>
    /// <remarks>
    /// Copied by another process: a program that this one had just written might still be open in a child that is only being
    /// started, and could not be run. A copy belongs to whoever runs the test, whoever the checkout belongs to.
    /// </remarks>
    public static async Task CopyToAsync(string folder)
    {
        var copied = await ChildProcess.RunAsync("cp", ["-r", "--preserve=mode", Find(), folder]).ConfigureAwait(false);
        if (copied.ExitCode != 0)
            throw new IOException(copied.Output);
    }

    private static string Find()
    {
        for (var root = new DirectoryInfo(AppContext.BaseDirectory); root is not null; root = root.Parent)
        {
            var samples = Path.Combine(root.FullName, "samples", "plugins");
            if (Directory.Exists(samples))
                return samples;
        }

        throw new DirectoryNotFoundException($"There is no samples/plugins above {AppContext.BaseDirectory}.");
    }
}
