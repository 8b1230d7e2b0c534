using System.Text.Encodings.Web;
using System.Text.Json;

namespace Keeper.Protocol.Json;

/// <summary>Texts as JSON.</summary>
public static class JsonTexts
{
    /// <summary>The JSON text of a text.</summary>
    public static RawJson Of(string text) => new($"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value}\"");
}
