using System.Text;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.ObjectStorage;

/// <summary>Answers as storages do, byte for byte, after it has checked the signature; everything else it says was written down before.</summary>
internal static class S3Peer
{
    public const string AccessKey = "AKIAIOSFODNN7EXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    public const string Credentials = AccessKey + ":" + SecretKey;

    private const string RequestId = "x-amz-request-id: 4442587FB7D0A2F9\r\n";

    public const string List = """
        <?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix></Prefix><KeyCount>1</KeyCount><MaxKeys>1</MaxKeys><IsTruncated>true</IsTruncated><Contents><Key>a.txt</Key><LastModified>2026-11-22T00:00:00.000Z</LastModified><ETag>&quot;70ee1738b6b21e2c8a43f3a5ab0eee71&quot;</ETag><Size>434234</Size><StorageClass>STANDARD</StorageClass></Contents></ListBucketResult>
        """;

    /// <summary>Gives the answer to what is signed by <see cref="Credentials"/>, and what a storage says to the rest.</summary>
    public static TcpPeer Answering(string answer, string region = "us-east-1", Recorder<S3Request>? seen = null) => new(async (stream, ct) =>
    {
        var request = await S3Request.ReadAsync(stream, ct);
        seen?.Add(request);
        var isGood = request.Header("authorization") is null || request.IsSignedWith(AccessKey, SecretKey, region);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(isGood ? answer : Error(403, "Forbidden", "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.")), ct);
    });

    public static string Xml(string xml) => $"HTTP/1.1 200 OK\r\n{RequestId}Content-Type: application/xml\r\nContent-Length: {Encoding.UTF8.GetByteCount(xml)}\r\nConnection: close\r\n\r\n{xml}";

    /// <summary>The first byte of an object.</summary>
    public static string FirstByte(string size, string lastModified) =>
        $"HTTP/1.1 206 Partial Content\r\n{RequestId}Last-Modified: {lastModified}\r\nETag: \"b\"\r\nContent-Range: bytes 0-0/{size}\r\nContent-Type: text/plain\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx";

    public static string Error(int status, string reason, string code, string message, string more = "", string headers = "")
    {
        var xml = $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message>{more}<RequestId>4442587FB7D0A2F9</RequestId></Error>";
        return $"HTTP/1.1 {status} {reason}\r\n{RequestId}{headers}Content-Type: application/xml\r\nContent-Length: {Encoding.UTF8.GetByteCount(xml)}\r\nConnection: close\r\n\r\n{xml}";
    }
}
