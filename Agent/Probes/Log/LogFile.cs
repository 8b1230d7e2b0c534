using System.Security.Cryptography;
using Keeper.Agent.Permissions;
using Microsoft.Win32.SafeHandles;

namespace Keeper.Agent.Probes.Log;

/// <summary>An open log; or why there is none, which is empty when it does not exist.</summary>
internal readonly record struct OpenedLog(LogFile? File, string Failure);

/// <summary>An ordinary file as long as it was when it was opened; what is written later is for the next check.</summary>
internal sealed class LogFile : IDisposable
{
    private const int PrintBytes = 512;

    private readonly SafeFileHandle _handle;

    private LogFile(SafeFileHandle handle, string id) => (_handle, Id, Length) = (handle, id, RandomAccess.GetLength(handle));

    public static string EmptyPrint { get; } = Convert.ToHexStringLower(SHA256.HashData([]));

    /// <summary>What the system calls it, also under another name; empty where it has no such thing.</summary>
    public string Id { get; }

    public long Length { get; }

    /// <exception cref="DeniedException">The agent's limits forbid the path, or where it leads.</exception>
    public static OpenedLog Open(string path, LocalLimits limits)
    {
        limits.CheckPath(path);
        var (handle, id, failure) = PlainFile.Open(path);
        if (handle is null)
            return new(null, failure);
        try
        {
            // The path may have become a link since it was checked.
            limits.CheckPath(PlainFile.RealPath(handle, path));
            return new(new LogFile(handle, id), "");
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Reads up to the length that it had; 0 at the end.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken ct) =>
        RandomAccess.ReadAsync(_handle, buffer[..(int)Math.Clamp(Length - offset, 0, buffer.Length)], offset, ct);

    /// <summary>The place after so many bytes.</summary>
    public async Task<LogPosition> PositionAsync(long offset, bool midLine, CancellationToken ct) =>
        new(Id, offset, await PrintAsync(offset, ct), midLine);

    /// <summary>
    /// A fingerprint of what stands before a place: the beginning tells files apart, and what is just before the place tells
    /// whether a file with the same beginning was cut and grew again.
    /// </summary>
    public async Task<string> PrintAsync(long offset, CancellationToken ct)
    {
        var bytes = new byte[2 * (int)Math.Min(PrintBytes, offset)];
        var half = bytes.Length / 2;
        var read = await ReadAsync(bytes.AsMemory(0, half), 0, ct) + await ReadAsync(bytes.AsMemory(half), offset - half, ct);
        return read < bytes.Length ? "" : Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>Whether it holds, up to a place, what the file of that place held.</summary>
    public async Task<bool> HasContentOfAsync(LogPosition position, CancellationToken ct) =>
        Length >= position.Offset && await PrintAsync(position.Offset, ct) == position.Print;

    public void Dispose() => _handle.Dispose();
}
