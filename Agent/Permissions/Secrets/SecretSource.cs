using System.Text;

namespace Keeper.Agent.Permissions.Secrets;

/// <summary>Reads a secret from where it is kept, each time anew, so that one that was changed needs no restart.</summary>
internal static class SecretSource
{
    public const int MaxBytes = 64 * 1024;

    private const UnixFileMode Everybody = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>A disk may never answer; the thread that asked it is then lost, so few may ask.</summary>
    private static readonly SemaphoreSlim Readers = new(8);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="SecretException">It cannot be read, or is not fit to be used.</exception>
    public static async Task<string> ReadAsync(SecretRule rule, TimeProvider time, CancellationToken ct)
    {
        var text = rule.File is { } file
            ? Decode(rule.Name, await ReadFileAsync(rule.Name, file, time, ct))
            : Environment.GetEnvironmentVariable(rule.Environment!) ?? throw Fault(rule.Name, "its environment variable is not set");
        if (text.EndsWith('\n'))
            text = text[..^(text.EndsWith("\r\n", StringComparison.Ordinal) ? 2 : 1)];
        return text.Length > 0 ? text : throw Fault(rule.Name, "it is empty");
    }

    private static async Task<byte[]> ReadFileAsync(string name, string path, TimeProvider time, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await Readers.WaitAsync(both.Token);
            var reading = Task.Run(() => ReadFile(name, path), CancellationToken.None);
            // Released when the disk has answered, not when the caller has lost patience.
            _ = reading.ContinueWith(static _ => Readers.Release(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            return await reading.WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw Fault(name, $"its file was not read within {Patience.TotalSeconds:0} s");
        }
    }

    private static byte[] ReadFile(string name, string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            // Asked of the open file: what a path leads to may be exchanged between two looks.
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Everybody) != UnixFileMode.None)
                throw Fault(name, "everybody on its host may read or write its file; take that away (chmod o-rw)");
            var bytes = new byte[MaxBytes + 1];
            var length = 0;
            for (int read; length < bytes.Length && (read = RandomAccess.Read(file, bytes.AsSpan(length), length)) > 0;)
                length += read;
            return length <= MaxBytes ? bytes[..length] : throw Fault(name, $"its file has more than {MaxBytes} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Fault(name, e is FileNotFoundException or DirectoryNotFoundException ? "its file does not exist" : "its file cannot be read");
        }
    }

    private static string Decode(string name, byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            // The exception would quote bytes of it.
            throw Fault(name, "its file is not text in UTF-8");
        }
    }

    private static SecretException Fault(string name, string why) => new($"this agent cannot use the secret '{name}': {why}");
}
