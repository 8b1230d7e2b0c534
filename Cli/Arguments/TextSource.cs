using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;

namespace Keeper.Cli.Arguments;

/// <summary>A value that is given as it stands, as <c>@file</c>, or as <c>-</c> for standard input.</summary>
internal static class TextSource
{
    /// <summary>Longest input in characters; the API takes no larger body (api.md).</summary>
    private const int Longest = 4 * 1024 * 1024;

    public static async Task<string> ReadAsync(string option, string value, CliHost host, CancellationToken cancellation)
    {
        if (value == "-")
            return await ReadToLimitAsync(option, host.In, cancellation);
        if (!value.StartsWith('@'))
            return value;
        try
        {
            using var reader = new StreamReader(Path.GetFullPath(value[1..], host.Directory));
            return await ReadToLimitAsync(option, reader, cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException(option, $"the file cannot be read: {fault.Message}");
        }
    }

    private static async Task<string> ReadToLimitAsync(string option, TextReader reader, CancellationToken cancellation)
    {
        var buffer = new char[Longest + 1];
        var read = await reader.ReadBlockAsync(buffer, cancellation);
        return read <= Longest
            ? new string(buffer, 0, read)
            : throw new UsageException(option, $"is longer than {Longest} characters");
    }
}
