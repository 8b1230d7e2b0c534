using System.Buffers;
using System.Text;
using System.Text.Json;
using Keeper.Protocol.Json;
using Keeper.Protocol.Validation;

namespace Keeper.Cli.Arguments;

/// <summary>
/// Puts an instruction's arguments together: a JSON object to start from, and <c>k=v</c> and <c>k:=json</c> on top of it.
/// </summary>
internal static class ArgumentsBuilder
{
    /// <param name="json">The object to start from, or <see langword="null"/>.</param>
    /// <param name="pairs">What was given with --arg.</param>
    /// <param name="faults">Takes everything that is wrong.</param>
    public static RawJson Build(string? json, IReadOnlyList<string> pairs, Faults faults)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (json is not null)
            ReadObject(json, fields, faults);
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
            ReadPair(pair, fields, given, faults);
        return Write(fields);
    }

    private static void ReadObject(string json, Dictionary<string, string> fields, Faults faults)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                faults.Add("--json-args", $"must be a JSON object, not {document.RootElement.ValueKind}");
                return;
            }

            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (!fields.TryAdd(property.Name, property.Value.GetRawText()))
                    faults.Add("--json-args", $"the field '{Names.Shorten(property.Name)}' is there twice");
            }
        }
        catch (JsonException fault)
        {
            faults.Add("--json-args", $"is not JSON: {fault.Message}");
        }
    }

    private static void ReadPair(string pair, Dictionary<string, string> fields, HashSet<string> given, Faults faults)
    {
        var at = pair.IndexOf('=', StringComparison.Ordinal);
        var isRaw = at > 0 && pair[at - 1] == ':';
        var name = at < 0 ? "" : pair[..(isRaw ? at - 1 : at)];
        if (name.Length == 0)
        {
            faults.Add("--arg", $"'{Names.Shorten(pair)}' is not name=value or name:=json");
            return;
        }

        if (!given.Add(name))
            faults.Add("--arg", $"'{Names.Shorten(name)}' is given twice");
        var value = pair[(at + 1)..];
        if (!isRaw)
            fields[name] = ScalarText.ToJson(value);
        else if (IsJson(value, out var why))
            fields[name] = value;
        else
            faults.Add("--arg", $"the value of '{Names.Shorten(name)}' is not JSON: {why}");
    }

    private static bool IsJson(string text, out string why)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            why = "";
            return true;
        }
        catch (JsonException fault)
        {
            why = fault.Message;
            return false;
        }
    }

    private static RawJson Write(Dictionary<string, string> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in fields)
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(value);
            }

            writer.WriteEndObject();
        }

        return new RawJson(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
