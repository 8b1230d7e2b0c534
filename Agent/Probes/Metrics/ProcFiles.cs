using System.Globalization;
using System.Text;

namespace Keeper.Agent.Probes.Metrics;

/// <summary>The files of /proc, each read to a bound. One that is not there or not readable is an empty text.</summary>
internal sealed class ProcFiles(string root)
{
    public const int MaxBytes = 256 * 1024;
    public const int MaxProcesses = 4_096;

    public bool Exists => Directory.Exists(root);

    public async Task<string> ReadAsync(string name, CancellationToken ct)
    {
        var buffer = new byte[4096];
        var text = new MemoryStream();
        try
        {
            await using var file = new FileStream(Path.Combine(root, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            for (int read; text.Length < MaxBytes && (read = await file.ReadAsync(buffer, ct)) > 0;)
                text.Write(buffer, 0, read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not there on this system, or the process has ended meanwhile: the caller says what it lacks.
            return "";
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    public async Task<IReadOnlyList<ProcessUse>> ProcessesAsync(CancellationToken ct)
    {
        var processes = new List<ProcessUse>();
        foreach (var id in Directory.EnumerateDirectories(root).Select(Path.GetFileName).Where(IsNumber).Take(MaxProcesses))
        {
            if (ProcText.Process(await ReadAsync(Path.Combine(id!, "stat"), ct)) is { } process)
                processes.Add(process);
        }

        return processes;
    }

    private static bool IsNumber(string? name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
