using System.Globalization;
using Keeper.Agent.Probes.Http;
using Keeper.Protocol.Probes;

namespace Keeper.Agent.Probes.ObjectStorage;

/// <summary>Says why a storage does not give what it was asked for: each reason by itself, because each is mended elsewhere.</summary>
internal sealed class StorageVerdict(ObjectStorageArguments arguments)
{
    /// <summary>Headers that only storages send, of several makers.</summary>
    private static readonly string[] OwnHeaders =
        ["x-amz-request-id", "x-amz-id-2", "x-amz-version-id", "x-amz-bucket-region", "x-amz-storage-class", "x-minio-deployment-id", "x-rgw-object-type"];

    private string Where => arguments.Endpoint.Authority;

    /// <summary>Whether a storage has answered, and not a web server of another kind.</summary>
    public static bool IsStorage(HttpReply reply, StorageReply said) =>
        said.IsError || said.IsList || OwnHeaders.Any(h => reply.Header(h) is not null)
        || ((int)reply.Status == 206 && reply.Header("ETag") is not null);

    public string NotStorage(HttpReply reply) =>
        $"{Where} does not speak S3: it answers {reply.StatusText} with {Excerpts.Of(Redact(reply.Text()))}";

    /// <summary>Of an answer that is no success.</summary>
    public string Of(HttpReply reply, StorageReply said, DateTimeOffset now)
    {
        var (status, words) = ((int)reply.Status, Words(said));
        return said.Code switch
        {
            "NoSuchBucket" => $"no such bucket: '{arguments.Bucket}'{words}",
            "NoSuchKey" => $"no such key: '{arguments.Key}' in the bucket '{arguments.Bucket}'{words}",
            "SignatureDoesNotMatch" => $"the signature does not match: the secret key is another than the storage's, or something on the way changes requests{words}",
            "InvalidAccessKeyId" => $"access denied: the storage does not know the access key{words}",
            "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" => $"access denied: the session token is not valid any more{words}",
            "RequestTimeTooSkewed" or "RequestExpired" => $"the clock is skewed: {Skew(reply, said, now)}{words}",
            "AuthorizationHeaderMalformed" or "PermanentRedirect" or "TemporaryRedirect" or "Redirect" => Elsewhere(reply, said, words),
            "AccessDenied" or "AllAccessDisabled" or "AccountProblem" => Denied(words),
            _ when status is 301 or 302 or 307 or 308 => Elsewhere(reply, said, words),
            _ when status is 401 or 403 => Denied(words),
            _ => $"the storage answers {reply.StatusText}{words}",
        };
    }

    private string Denied(string words) => arguments.Credentials is null
        ? $"access denied to anybody without credentials{words}"
        : $"access denied: these credentials may not {(arguments.Key is null ? $"list the bucket '{arguments.Bucket}'" : $"read '{arguments.Key}'")}{words}";

    private string Elsewhere(HttpReply reply, StorageReply said, string words)
    {
        var region = reply.Header("x-amz-bucket-region") ?? said.Fields.GetValueOrDefault("Region");
        var place = region is not null ? $"the region '{Redact(region)}', not '{arguments.Region}'"
            : $"another place, {Redact(said.Fields.GetValueOrDefault("Endpoint") ?? reply.Header("Location") ?? "which the storage does not name")}";
        return $"the bucket '{arguments.Bucket}' is in {place}{words}";
    }

    private static string Skew(HttpReply reply, StorageReply said, DateTimeOffset now)
    {
        var theirs = said.ServerTime
            ?? (DateTimeOffset.TryParse(reply.Header("Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null);
        return theirs is not { } time ? "this agent's clock and the storage's differ too much"
            : $"this agent's clock is {Math.Abs((now - time).TotalSeconds):0} s {(now > time ? "ahead of" : "behind")} the storage's";
    }

    private string Words(StorageReply said) =>
        said.Code.Length == 0 ? "" : $" ({Redact(said.Code)}{(said.Fields.TryGetValue("Message", out var message) ? $": {Excerpts.Of(Redact(message))}" : "")})";

    /// <summary>A storage may quote what it was sent. Before any cutting, which would leave a part of it.</summary>
    private string Redact(string text)
    {
        foreach (var key in new[] { arguments.Credentials?.SecretKey, arguments.Credentials?.SessionToken, arguments.Credentials?.AccessKey })
            text = key is null ? text : text.Replace(key, "(credentials)", StringComparison.Ordinal);
        return text;
    }
}
