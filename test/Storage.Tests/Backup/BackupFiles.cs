using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Keeper.Storage.Tests.Backup;

/// <summary>Looks into backups and forges others, checksum included.</summary>
internal static class BackupFiles
{
    public static IReadOnlyList<string> Lines(MemoryStream file)
    {
        file.Position = 0;
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress, leaveOpen: true));
        return reader.ReadToEnd().TrimEnd('\n').Split('\n');
    }

    /// <summary>The same backup with lines changed, and an end that fits them.</summary>
    public static MemoryStream Rewrite(MemoryStream file, Func<string, string> change)
    {
        var lines = Lines(file).Select(change).ToList();
        var body = string.Concat(lines.SkipLast(1).Select(l => l + "\n"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        return Zip(body + lines[^1][..^(hash.Length + 2)] + hash + "\"}\n"); // The checksum ends the last line.
    }

    public static MemoryStream Zip(string text)
    {
        var file = new MemoryStream();
        using (var zip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(Encoding.UTF8.GetBytes(text));
        }

        return file;
    }
}
