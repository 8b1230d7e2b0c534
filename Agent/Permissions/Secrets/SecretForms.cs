using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Keeper.Agent.Permissions.Secrets;

/// <summary>
/// The spellings in which a secret comes back: as it is, line by line, and in the codes that protocols put texts in.
/// Base64 has three for every text, by where in a longer one it stands (a password in a Basic header).
/// </summary>
internal static class SecretForms
{
    /// <summary>A line or a code shorter than this says too little, and would be found in harmless texts too.</summary>
    public const int MinLength = 6;

    public static IEnumerable<string> Of(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        IEnumerable<string> derived =
        [
            .. Lines(secret), .. InUrls(secret), .. InBase64(bytes),
            JsonEncodedText.Encode(secret).Value, JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value,
            WebUtility.HtmlEncode(secret), Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes),
        ];
        return derived.Where(f => f.Length >= MinLength).Prepend(secret).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Messages are one line, and so are made of texts that are not.</summary>
    private static IEnumerable<string> Lines(string secret)
    {
        var flat = string.Concat(secret.Select(c => char.IsControl(c) ? ' ' : c));
        return flat == secret ? [] : secret.Split(['\r', '\n']).Select(l => l.Trim()).Append(flat).Append(flat.Trim());
    }

    private static IEnumerable<string> InUrls(string secret)
    {
        string[] escaped = [Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret)];
        return escaped.Concat(escaped.Select(LowerEscapes));
    }

    /// <summary><c>%2F</c> as <c>%2f</c>: both are in use.</summary>
    private static string LowerEscapes(string escaped) => string.Create(escaped.Length, escaped, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = (i > 0 && source[i - 1] == '%') || (i > 1 && source[i - 2] == '%') ? char.ToLowerInvariant(source[i]) : source[i];
    });

    private static IEnumerable<string> InBase64(byte[] bytes)
    {
        for (var before = 0; before < 3; before++)
        {
            var code = Convert.ToBase64String([.. new byte[before], .. bytes]);
            // The first characters hold bits of what stands before, the last one may hold bits of what follows.
            var (first, end) = ((before * 8 + 5) / 6, (before + bytes.Length) * 8 / 6);
            string[] forms = before == 0 ? [code, code.TrimEnd('='), code[..end]] : [code[first..end]];
            foreach (var form in forms)
            {
                yield return form;
                yield return form.Replace('+', '-').Replace('/', '_');
            }
        }
    }
}
