using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Keeper.Agent.Files;
using Keeper.Protocol.Probes;

namespace Keeper.Agent.Probes.Log;

/// <summary>
/// Remembers how far each log was read: a small file each in the agent's data folder, replaced as a whole. One that is
/// damaged counts as none.
/// </summary>
internal sealed class LogPositions(string folder)
{
    public const int DefaultMaxPositions = 1_000;

    private readonly Lock _files = new();

    public int MaxPositions { get; init; } = DefaultMaxPositions;

    public KeyedTurns Turns { get; } = new();

    public static string KeyOf(LogArguments arguments) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        arguments.Position is { } name ? $"name\n{name}\n{arguments.Path}" : $"pattern\n{arguments.Pattern}\n{arguments.Path}")))[..32];

    public LogProgress? Load(string key)
    {
        try
        {
            var line = File.ReadAllBytes(PathOf(key)).AsSpan().TrimEnd((byte)'\n');
            return RecordLine.TryDecode(line, out var json) ? JsonSerializer.Deserialize(json, AgentJson.Default.LogProgress) : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">It cannot be written; the next check then reads again what this one has.</exception>
    public void Save(string key, LogProgress progress)
    {
        lock (_files)
        {
            Directory.CreateDirectory(folder);
            if (!File.Exists(PathOf(key)))
                ForgetOldest();
            AtomicFile.Write(PathOf(key), RecordLine.Encode(JsonSerializer.SerializeToUtf8Bytes(progress, AgentJson.Default.LogProgress)));
        }
    }

    /// <summary>Every check writes its file, so the oldest belong to rules that are gone.</summary>
    private void ForgetOldest()
    {
        var files = new DirectoryInfo(folder).GetFiles("*.json");
        foreach (var oldest in files.OrderBy(f => f.LastWriteTimeUtc).Take(files.Length - MaxPositions + 1))
            oldest.Delete();
    }

    private string PathOf(string key) => Path.Combine(folder, $"{key}.json");
}
