using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;
using Keeper.Client;
using Keeper.Protocol.Validation;

namespace Keeper.Cli.Discovery;

/// <summary>Finds the server and the key: options, then the environment, then the data folder of a silo on this machine.</summary>
internal sealed class ServerLocator(CliHost host)
{
    public const string UrlVariable = "KEEPER_URL";
    public const string KeyVariable = "KEEPER_KEY";
    public const string DataVariable = "KEEPER__DataPath";
    public const string KeyFileName = "admin.key";

    /// <exception cref="UsageException">An address or a key file is no good.</exception>
    public ServerAddress Locate(IReadOnlyList<string> urlOptions, string? keyOption, string? keyFileOption)
    {
        var faults = new Faults();
        var (urls, urlSource) = FindUrls(urlOptions, faults);
        if (keyOption is not null && keyFileOption is not null)
            faults.Add("--key", "--key and --key-file were both given; give one");
        var (key, keySource) = FindKey(urls, keyOption, keyFileOption, faults);
        if (key is not null && key.AsSpan().ContainsAnyExceptInRange('!', '~'))
            faults.Add("key", $"the key from {keySource} holds characters that no key has");
        return faults.None ? new ServerAddress(urls, urlSource, key, keySource) : throw new UsageException(faults);
    }

    private (IReadOnlyList<Uri> Urls, string Source) FindUrls(IReadOnlyList<string> options, Faults faults)
    {
        if (options.Count > 0)
            return (Parse(options, "--url", faults), "--url");
        if (Variable(UrlVariable) is { } variable)
        {
            var texts = variable.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return (Parse(texts, UrlVariable, faults), UrlVariable);
        }

        return ([KeeperClientOptions.DefaultUrl], $"the default (no --url, no {UrlVariable})");
    }

    private static List<Uri> Parse(IEnumerable<string> texts, string field, Faults faults)
    {
        var urls = new List<Uri>();
        foreach (var text in texts)
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                urls.Add(url);
            else
                faults.Add(field, $"'{Names.Shorten(text)}' is not an absolute http or https address");
        }

        if (urls.Count == 0 && faults.None)
            faults.Add(field, "holds no address");
        return urls;
    }

    private (string? Key, string Source) FindKey(
        IReadOnlyList<Uri> urls, string? keyOption, string? keyFileOption, Faults faults)
    {
        if (keyOption is not null)
            return (keyOption.Trim(), "--key");
        if (keyFileOption is not null)
            return (ReadKey(keyFileOption, faults), $"the file {keyFileOption} (--key-file)");
        if (Variable(KeyVariable) is { } variable)
            return (variable.Trim(), KeyVariable);

        var file = Path.Combine(Variable(DataVariable) ?? "data", KeyFileName);
        // The administrator's key of this machine must not travel to whoever answers at another one's address.
        if (!urls.All(u => u.IsLoopback))
            return (null, $"no --key, no --key-file, no {KeyVariable}, and {file} is used for servers on this machine only");
        return File.Exists(PathOf(file))
            ? (ReadKey(file, faults), $"the file {file}")
            : (null, $"no --key, no --key-file, no {KeyVariable}, no file {PathOf(file)}");
    }

    private string? ReadKey(string file, Faults faults)
    {
        try
        {
            var key = File.ReadAllText(PathOf(file)).Trim();
            if (key.Length == 0)
                faults.Add("--key-file", $"the file {file} is empty");
            return key;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add("--key-file", $"the key file cannot be read: {fault.Message}");
            return null;
        }
    }

    private string PathOf(string file) => Path.GetFullPath(file, host.Directory);

    private string? Variable(string name) => host.Environment(name) is { Length: > 0 } value ? value : null;
}
