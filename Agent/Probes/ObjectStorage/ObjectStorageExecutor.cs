using System.Globalization;
using Keeper.Agent.Execution;
using Keeper.Agent.Probes.Http;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.ObjectStorage;

/// <summary>
/// Asks a storage for one entry of a bucket, or for the first byte of an object. GET rather than HEAD, because an answer to
/// HEAD has no body, and only the body of an error says which it is.
/// </summary>
internal sealed class ObjectStorageExecutor(ObjectStorageArguments arguments) : IExecutor
{
    private const int MaxKeptBytes = 64 << 10;

    private readonly StorageVerdict _verdict = new(arguments);

    public Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        return probe.WithinAsync(arguments.TimeoutMs, limited => RunAsync(probe, limited), ct);
    }

    private async Task<TaskResult> RunAsync(ProbeRun probe, CancellationToken ct)
    {
        var exchange = new HttpExchange(probe, new ServerCertificate(insecure: false), MaxKeptBytes);
        var (reply, failure) = await exchange.SendAsync(Request(probe.Time.GetUtcNow()), ct);
        return reply is null ? probe.Fail(failure) : Judge(probe, reply);
    }

    private HttpRequest Request(DateTimeOffset now)
    {
        var path = $"/{arguments.Bucket}" + (arguments.Key is { } key
            ? "/" + string.Join('/', key.Split('/').Select(Uri.EscapeDataString)) : "?list-type=2&max-keys=1");
        // As it stands: what is signed must be what is sent.
        var url = new Uri(
            arguments.Endpoint.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Host"] = url.IsDefaultPort ? host : host + ":" + url.Port.ToString(CultureInfo.InvariantCulture),
        };
        if (arguments.Key is not null)
            headers["Range"] = "bytes=0-0";
        return new HttpRequest(url, "GET", null, arguments.Credentials is { } credentials
            ? new S3Signature(credentials, arguments.Region).Sign("GET", url, headers, now) : headers);
    }

    private TaskResult Judge(ProbeRun probe, HttpReply reply)
    {
        var status = (int)reply.Status;
        var said = arguments.Key is null || status is not (200 or 206) ? StorageReply.Read(reply.Text()) : new("", new Dictionary<string, string>());
        if (!StorageVerdict.IsStorage(reply, said))
            return probe.Fail(_verdict.NotStorage(reply));
        if (arguments.Key is null)
        {
            return status == 200 && said.IsList
                ? probe.Finish($"the bucket '{arguments.Bucket}' can be listed", "")
                : probe.Fail(_verdict.Of(reply, said, probe.Time.GetUtcNow()));
        }

        // There is no first byte of an object that is empty.
        return status is 200 or 206 or 416 ? JudgeObject(probe, reply) : probe.Fail(_verdict.Of(reply, said, probe.Time.GetUtcNow()));
    }

    private TaskResult JudgeObject(ProbeRun probe, HttpReply reply)
    {
        var bytes = Size(reply);
        var written = Written(reply);
        var age = probe.Time.GetUtcNow() - written;
        if (bytes is { } size)
            probe.Value("bytes", size);
        if (age is { } old)
            probe.Value("ageSeconds", Math.Round(old.TotalSeconds));
        var (sizeText, ageText) = (bytes is null ? "an unknown number of bytes" : $"{bytes} bytes", age is null ? "at an unknown time" : $"{age.Value.TotalSeconds:0} s ago");
        if (arguments.MinBytes is { } least)
            probe.Check($"the object has at least {least} bytes", bytes >= least, sizeText);
        if (arguments.MaxAgeSeconds is { } longest)
            probe.Check($"the object was written at most {longest} s ago", age?.TotalSeconds <= longest, ageText);
        return probe.Finish($"'{arguments.Key}' is in the bucket '{arguments.Bucket}': {sizeText}, written {ageText}", "");
    }

    /// <summary><c>bytes 0-0/1234</c> with a part, <c>bytes */0</c> with none; a storage that knows no ranges sends all of it.</summary>
    private static long? Size(HttpReply reply)
    {
        var range = reply.Header("Content-Range");
        var text = range is null ? reply.Header("Content-Length") : range[(range.LastIndexOf('/') + 1)..];
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && (range is not null || (int)reply.Status == 200)
            ? size : (int)reply.Status == 416 ? 0 : null;
    }

    private static DateTimeOffset? Written(HttpReply reply) => DateTimeOffset.TryParse(
        reply.Header("Last-Modified"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
