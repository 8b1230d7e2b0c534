using System.Net.Http.Headers;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>Arguments of the kind <c>message</c>: deliver a text to an HTTP target inside the VPC.</summary>
public sealed record MessageArguments
{
    /// <summary>The kind.</summary>
    public const string Kind = "message";

    /// <summary>What it does, for people.</summary>
    public const string About = "Deliver a text to an HTTP target inside the VPC.";

    /// <summary>Arguments that are sound.</summary>
    public const string Example = """{"url": "http://127.0.0.1:8080/hook", "body": "hello"}""";

    /// <summary>Longest <see cref="Body"/> in characters.</summary>
    public const int MaxBodyLength = 64 * 1024;

    /// <summary>Absolute URL, http or https, that gets the message by POST.</summary>
    public required Uri Url { get; init; }

    /// <summary>The body's type; <c>text/plain</c> by default, <c>application/json</c> for a body that is an object or an array.</summary>
    public required string ContentType { get; init; }

    /// <summary>The body. An object or array is delivered as its JSON text.</summary>
    public required string Body { get; init; }

    /// <summary>What the header Idempotency-Key says, 1 to 200 printable characters; the task's id when absent.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Reads the arguments; <see langword="null"/> when a fault was noted.</summary>
    public static MessageArguments? Read(ObjectReader reader)
    {
        var url = ReadUrl(reader);
        var (body, type) = ReadContent(reader);
        var key = ReadKey(reader);
        reader.Done();
        return reader.Faulty ? null : new MessageArguments
        {
            Url = url!,
            ContentType = type,
            Body = body!,
            IdempotencyKey = key,
        };
    }

    /// <summary>Reads <c>url</c>; the operator's call reads the same inside its <c>target</c>.</summary>
    internal static Uri? ReadUrl(ObjectReader reader)
    {
        if (reader.Text("url", 2000, required: true, about: "Absolute http or https URL that gets the message by POST.") is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        reader.Fault("url", $"'{Names.Shorten(text)}' is not an absolute http or https URL");
        return null;
    }

    /// <summary>Reads <c>idempotencyKey</c>.</summary>
    internal static string? ReadKey(ObjectReader reader)
    {
        var key = reader.Text("idempotencyKey", 200, minLength: 1,
            about: "What the header Idempotency-Key says, by which a target knows what it has had before; the task's id by default.");
        if (key is not null && (key.Any(c => c is < ' ' or > '~') || key != key.Trim()))
            reader.Fault("idempotencyKey", $"'{Names.Shorten(key)}' cannot be sent in a header: printable ASCII can, with no blank at either end");
        return key;
    }

    /// <summary>Reads <c>body</c> and <c>contentType</c>.</summary>
    internal static (string? Body, string ContentType) ReadContent(ObjectReader reader)
    {
        var (body, isJson) = reader.TextOrJson("body", MaxBodyLength, required: true,
            about: "What is delivered: a text, or an object or array as its JSON text.");
        var type = reader.Text("contentType", 200, minLength: 1,
            about: "The body's type; text/plain, or application/json for a body that is an object or an array, by default.");
        if (type is not null && !MediaTypeHeaderValue.TryParse(type, out _))
            reader.Fault("contentType", $"'{Names.Shorten(type)}' is not a media type such as application/json");
        return (body, type ?? (isJson ? "application/json" : "text/plain; charset=utf-8"));
    }
}
