using System.Globalization;
using Keeper.Testing;

namespace Keeper.Process.Tests.Faults;

/// <summary>A disk of a few megabytes in memory, mounted by the test.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallDisk()
    {
    }

    public string Data => _folder.Combine("disk", "data");

    private string Ballast => _folder.Combine("disk", "ballast");

    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        var disk = new SmallDisk();
        Directory.CreateDirectory(disk._folder.Combine("disk"));
        var size = string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=0755");
        var mounted = await ChildProcess.RunAsync("mount", ["-t", "tmpfs", "-o", size, "keeper-test", disk._folder.Combine("disk")]);
        Assert.True(mounted.ExitCode == 0, mounted.Output);
        return disk;
    }

    /// <summary>Takes every byte that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var block = new byte[64 * 1024]; block.Length >= 512;)
        {
            try
            {
                file.Write(block);
            }
            catch (IOException)
            {
                block = block[..(block.Length / 2)]; // the rest is smaller than this block
            }
        }
    }

    public void MakeRoom() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        var unmounted = await ChildProcess.RunAsync("umount", ["--lazy", _folder.Combine("disk")]);
        _folder.Dispose();
        Assert.True(unmounted.ExitCode == 0, unmounted.Output);
    }
}

/// <summary>A test that mounts small disks: skipped, and saying why, where that is not possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess)
            Skip = "needs root to mount a small disk";
        else if (!File.Exists("/bin/mount") && !File.Exists("/usr/bin/mount"))
            Skip = "needs mount";
    }
}
