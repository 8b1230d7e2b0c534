using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Keeper.Storage.Backup;

/// <summary>Reads the lines of a backup: once to prove that the file is whole, and once more to restore it.</summary>
internal static class BackupReader
{
    /// <summary>Reads the file to its end and compares what it says of itself.</summary>
    /// <exception cref="BackupFaultException">It is no backup, damaged, cut off, or of a newer program.</exception>
    public static async Task<BackupHeader> VerifyAsync(Stream file, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        BackupHeader? header = null;
        BackupEnd? end = null;
        await foreach (var line in LinesAsync(file, cancellation))
        {
            if (end is not null)
            {
                throw new BackupFaultException("The backup goes on after its end: it is damaged.");
            }

            header ??= Header(line);
            end = IsEnd(line) ? Read(line, BackupJson.Default.BackupEnd) : null;
            if (end is null)
            {
                hash.AppendData(line);
                hash.AppendData("\n"u8);
            }
        }

        if (header is null || end is null)
        {
            throw new BackupFaultException("The backup has no end: it was cut off.");
        }

        return string.Equals(end.Sha256, Convert.ToHexStringLower(hash.GetHashAndReset()), StringComparison.Ordinal)
            ? header
            : throw new BackupFaultException("The backup's checksum is wrong: it is damaged.");
    }

    /// <summary>The lines, without their line ends.</summary>
    public static async IAsyncEnumerable<byte[]> LinesAsync(
        Stream file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        file.Position = 0;
        await using var unzipped = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        var pipe = PipeReader.Create(unzipped, new StreamPipeReaderOptions(leaveOpen: true));
        for (var last = false; !last;)
        {
            var (read, isLast) = await ReadAsync(pipe, cancellation);
            last = isLast;
            while (read.PositionOf((byte)'\n') is { } at)
            {
                yield return read.Slice(0, at).ToArray();
                read = read.Slice(read.GetPosition(1, at));
            }

            if (read.Length > BackupFormat.MaxLine)
            {
                throw new BackupFaultException($"The backup has a line of more than {BackupFormat.MaxLine} bytes: it is damaged.");
            }

            pipe.AdvanceTo(read.Start, read.End);
        }

        await pipe.CompleteAsync();
    }

    public static bool IsRow(byte[] line) => line is [(byte)'[', ..];

    public static bool IsEnd(byte[] line) => line.AsSpan().StartsWith("{\"rows\""u8);

    public static T Read<T>(byte[] line, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw new BackupFaultException("The backup has an empty line: it is damaged.");
        }
        catch (JsonException fault)
        {
            throw new BackupFaultException($"The backup can't be read: {fault.Message}", fault);
        }
    }

    private static BackupHeader Header(byte[] line)
    {
        var header = Read(line, BackupJson.Default.BackupHeader);
        if (header.Format != BackupFormat.Name)
        {
            throw new BackupFaultException("The file is not a backup of Keeper.");
        }

        return header.Version <= BackupFormat.Version
            ? header
            : throw new BackupFaultException(
                $"The backup has format {header.Version}; this program knows formats up to {BackupFormat.Version}. Restore it with a newer one.");
    }

    private static async Task<(ReadOnlySequence<byte> Buffer, bool IsLast)> ReadAsync(PipeReader pipe, CancellationToken cancellation)
    {
        try
        {
            var result = await pipe.ReadAsync(cancellation);
            return (result.Buffer, result.IsCompleted);
        }
        catch (InvalidDataException fault)
        {
            throw new BackupFaultException($"The file is not a backup, or it is damaged: {fault.Message}", fault);
        }
    }
}
