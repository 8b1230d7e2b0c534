using System.Text;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>An access key of an object storage and what proves it.</summary>
/// <param name="AccessKey">Its id.</param>
/// <param name="SecretKey">What signs.</param>
/// <param name="SessionToken">Goes with temporary keys.</param>
public sealed record ObjectStorageCredentials(string AccessKey, string SecretKey, string? SessionToken)
{
    /// <summary>Reads <c>accessKey:secretKey</c> or <c>accessKey:secretKey:sessionToken</c>; <see langword="null"/> for anything else.</summary>
    public static ObjectStorageCredentials? Parse(string text) =>
        text.Any(c => c is <= ' ' or > '~') ? null : text.Split(':') switch
        {
            [{ Length: > 0 } access, { Length: > 0 } secret] => new(access, secret, null),
            [{ Length: > 0 } access, { Length: > 0 } secret, { Length: > 0 } token] => new(access, secret, token),
            _ => null,
        };

    /// <summary>Never the keys.</summary>
    public override string ToString() => "(credentials)";
}

/// <summary>Arguments of the kind <c>objectstorage</c>: does an S3-compatible storage give a bucket, or an object in it?</summary>
public sealed record ObjectStorageArguments
{
    /// <summary>The kind.</summary>
    public const string Kind = "objectstorage";

    /// <summary>What it does, for people.</summary>
    public const string About = "List a bucket of an S3-compatible object storage, or read the first byte of an object.";

    /// <summary>Arguments that are sound.</summary>
    public const string Example = """
        {"endpoint": "https://127.0.0.1:9000", "bucket": "backups", "key": "latest.tar", "credentials": {"secret": "backup-reader"}, "maxAgeSeconds": 90000}
        """;

    /// <summary>Where the storage is: http or https, without a path, because the bucket's name becomes the path.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The bucket, 1 to 255 of letters, digits, '.', '-' and '_'.</summary>
    public required string Bucket { get; init; }

    /// <summary>The object, 1 to 1,024 bytes; the bucket is listed when absent.</summary>
    public string? Key { get; init; }

    /// <summary>The region that the signature names, <c>us-east-1</c> by default.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Who asks; anybody when absent.</summary>
    public ObjectStorageCredentials? Credentials { get; init; }

    /// <summary>Fewest bytes that the object must have.</summary>
    public int? MinBytes { get; init; }

    /// <summary>Longest time in seconds since the object was written.</summary>
    public int? MaxAgeSeconds { get; init; }

    /// <summary>How long everything together may take; 1 to 300,000 ms, 10,000 by default.</summary>
    public int TimeoutMs { get; init; } = 10_000;

    /// <summary>Reads the arguments; <see langword="null"/> when a fault was noted.</summary>
    public static ObjectStorageArguments? Read(ObjectReader reader)
    {
        var endpoint = Urls.Read(reader, "endpoint", "Where the storage is: http or https, host and port.");
        if (endpoint is not null && (endpoint.PathAndQuery != "/" || endpoint.UserInfo.Length > 0 || endpoint.Fragment.Length > 0))
            reader.Fault("endpoint", "must be scheme, host and port alone");
        var bucket = reader.Text("bucket", 255, required: true, about: "The bucket.");
        if (bucket is not null && (bucket is "." or ".." || !bucket.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')))
            reader.Fault("bucket", $"'{Names.Shorten(bucket)}' is not a bucket's name: letters, digits, '.', '-' and '_'");
        var key = ReadKey(reader);
        var region = reader.Text("region", 64, minLength: 1, about: "The region that the signature names; us-east-1 by default.");
        if (region is not null && !region.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            reader.Fault("region", $"'{Names.Shorten(region)}' is not a region's name: letters, digits, '-' and '_'");
        var credentials = ReadCredentials(reader);
        var bytes = reader.Number("minBytes", 0, int.MaxValue, about: "Fewest bytes that the object must have.");
        var age = reader.Number("maxAgeSeconds", 1, int.MaxValue, about: "Longest time since the object was written, in seconds.");
        foreach (var (field, given) in new[] { ("minBytes", bytes), ("maxAgeSeconds", age) })
        {
            if (given is not null && key is null)
                reader.Fault(field, "needs a key");
        }

        var timeout = reader.Number("timeoutMs", 1, 300_000, otherwise: 10_000, about: "How long everything together may take, in milliseconds.");
        reader.Done();
        return reader.Faulty ? null : new ObjectStorageArguments
        {
            Endpoint = endpoint!,
            Bucket = bucket!,
            Key = key,
            Region = region ?? "us-east-1",
            Credentials = credentials,
            MinBytes = bytes,
            MaxAgeSeconds = age,
            TimeoutMs = timeout,
        };
    }

    private static string? ReadKey(ObjectReader reader)
    {
        var key = reader.Text("key", 1024, minLength: 1, about: "The object; the bucket is listed when absent.");
        if (key is null)
            return null;
        if (Encoding.UTF8.GetByteCount(key) > 1024)
            reader.Fault("key", $"has {Encoding.UTF8.GetByteCount(key)} bytes; allowed are 1 to 1024");
        if (key.Any(char.IsControl))
            reader.Fault("key", "must not contain control characters");
        if (key.Split('/').Any(step => step is "." or ".."))
            reader.Fault("key", "must not contain the steps '.' or '..', which no two programs treat alike");
        return key;
    }

    private static ObjectStorageCredentials? ReadCredentials(ObjectReader reader)
    {
        var text = reader.SecretText("credentials", 4_096,
            about: "accessKey:secretKey or accessKey:secretKey:sessionToken, best as a secret of the agent; none asks as anybody.");
        if (text is null or ObjectReader.UnknownSecret)
            return null;
        var credentials = ObjectStorageCredentials.Parse(text);
        if (credentials is null)
            reader.Fault("credentials", "must be accessKey:secretKey or accessKey:secretKey:sessionToken, in printable characters without blanks");
        return credentials;
    }
}
