using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>The one rule for URLs in arguments.</summary>
internal static class Urls
{
    public static Uri? Read(ObjectReader reader, string field, string about)
    {
        if (reader.Text(field, 2000, required: true, about: about) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps))
            return url;
        reader.Fault(field, $"'{Names.Shorten(text)}' is not an absolute http or https URL");
        return null;
    }
}
