using System.Text;
using System.Text.Json;
using Keeper.Agent.Execution;
using Keeper.Agent.Probes;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Plugins;

/// <summary>The lines that agent and plug-in exchange.</summary>
internal static class PluginMessages
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Asks it to stop.</summary>
    public static ReadOnlyMemory<byte> Cancel { get; } = "{\"type\":\"cancel\"}\n"u8.ToArray();

    /// <summary>Tells it what to do.</summary>
    public static ReadOnlyMemory<byte> Run(InstructionContext context, string kind, JsonElement arguments)
    {
        var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("type", "run");
            json.WriteString("taskId", context.TaskId);
            json.WriteNumber("attempt", context.Attempt);
            json.WriteString("kind", kind);
            json.WritePropertyName("arguments");
            arguments.WriteTo(json);
            if (context.RunTimeout is { } limit)
                json.WriteNumber("runTimeoutSeconds", limit.TotalSeconds);
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        return line.ToArray();
    }

    /// <summary>Reads a line of the plug-in: how far it is, or its result.</summary>
    /// <exception cref="PluginFaultException">It is neither.</exception>
    public static (string? Progress, TaskResult? Result) Read(ReadOnlyMemory<byte> line)
    {
        var faults = new Faults();
        var said = "";
        try
        {
            said = Utf8.GetString(line.Span);
            using var document = JsonDocument.Parse(said, Strict);
            var read = Read(new ObjectReader(document.RootElement, "", faults));
            if (faults.None)
                return read;
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            faults.Add("", e is JsonException ? "it is not JSON" : "it is not Unicode");
        }

        throw new PluginFaultException($"wrote a line that is not understood: {Results.Cut(faults.ToString(), 600)}; the line is {Excerpts.Of(said)}");
    }

    private static (string?, TaskResult?) Read(ObjectReader reader)
    {
        if (reader.Choice("type", ["progress", "result"], required: true) is not "progress")
            return (null, reader.Faulty ? null : PluginResult.Read(reader));
        var message = reader.Text("message", PluginLines.MaxLine, required: true);
        reader.Done();
        return (message, null);
    }
}
