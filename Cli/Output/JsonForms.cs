using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Keeper.Cli.Errors;

namespace Keeper.Cli.Output;

/// <summary>How JSON is spread. No browser reads it, so quotes and umlauts may stay what they are.</summary>
internal static class JsonForms
{
    /// <summary>Spread over lines, arguments and results included.</summary>
    public static JsonTypeInfo<JsonElement> Indented { get; } = Readable(indented: true).JsonElement;

    /// <summary>An error, on one line.</summary>
    public static JsonTypeInfo<ErrorReport> Error { get; } = Readable(indented: false).ErrorReport;

    private static CliJson Readable(bool indented) => new(new JsonSerializerOptions(CliJson.Default.Options)
    {
        WriteIndented = indented,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
