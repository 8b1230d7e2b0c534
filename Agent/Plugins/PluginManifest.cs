using System.Text.Json;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Json;
using Keeper.Protocol.Schemas.Rules;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Plugins;

/// <summary>What a plug-in says of itself, in the file <c>plugin.json</c> of its folder (docs/howto/add-an-executor.md).</summary>
internal sealed record PluginManifest
{
    public const string FileName = "plugin.json";

    private const int MaxBytes = 128 << 10;
    private const int DefaultConcurrent = 10;

    private static readonly JsonDocumentOptions Json = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>The folder that it was found in, which it also runs in.</summary>
    public required string Folder { get; init; }

    public required string Kind { get; init; }

    public required string Version { get; init; }

    /// <summary>Full path of the program.</summary>
    public required string Program { get; init; }

    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>The schema as it is announced.</summary>
    public required RawJson Schema { get; init; }

    /// <summary>The schema as it is enforced.</summary>
    public required ArgumentRules Rules { get; init; }

    public bool Repeatable { get; init; }

    /// <summary>How many processes of it may run at once.</summary>
    public int MaxConcurrent { get; init; } = DefaultConcurrent;

    /// <summary>Reads the manifest of a folder and notes everything that is wrong with it; <see langword="null"/> when something is.</summary>
    public static PluginManifest? Load(string folder, Faults faults)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes } file)
            {
                faults.Add(FileName, $"has {file.Length} bytes; allowed are at most {MaxBytes}");
                return null;
            }

            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Json);
            return Read(new ObjectReader(document.RootElement, "", faults), folder);
        }
        catch (JsonException e)
        {
            faults.Add(FileName, $"is not JSON: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            faults.Add(FileName, "holds a text that is not valid Unicode");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(FileName, $"cannot be read: {e.Message}");
        }

        return null;
    }

    private static PluginManifest? Read(ObjectReader reader, string folder)
    {
        var kind = reader.Name("kind", required: true);
        var version = reader.Text("version", AgentLimits.WordLength, required: true);
        var description = reader.Text("description", 2000);
        var program = ReadProgram(reader, folder);
        var args = reader.Texts("args", 100, 4000) ?? [];
        var schema = reader.RequiredValue("argumentsSchema");
        var rules = schema is { } element ? ArgumentRules.Read(element, reader.PathOf("argumentsSchema"), reader.Faults) : null;
        var repeatable = reader.Flag("repeatable") ?? false;
        var concurrent = reader.Number("maxConcurrent", 1, 1000) ?? DefaultConcurrent;
        reader.Done();
        return reader.Faulty ? null : new PluginManifest
        {
            Folder = folder,
            Kind = kind!,
            Version = version!,
            Program = program!,
            Args = args,
            Schema = Announced(schema!.Value, description),
            Rules = rules!,
            Repeatable = repeatable,
            MaxConcurrent = concurrent,
        };
    }

    private static string? ReadProgram(ObjectReader reader, string folder)
    {
        if (reader.Text("program", 1000, required: true) is not { } text)
            return null;
        if (Path.IsPathFullyQualified(text))
            return text;
        var full = Path.GetFullPath(text, folder);
        if (full.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return full;
        reader.Fault("program", $"'{Names.Shorten(text)}' leads out of the plug-in's folder; give an absolute path");
        return null;
    }

    /// <summary>
    /// Comments, which a manifest may have, must not travel. What the kind is for does, as the description of its arguments unless
    /// they have their own: that is what operators are shown.
    /// </summary>
    private static RawJson Announced(JsonElement schema, string? description)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            if (description is not null && !schema.TryGetProperty("description", out _))
                writer.WriteString("description", description);
            foreach (var keyword in schema.EnumerateObject())
                keyword.WriteTo(writer);
            writer.WriteEndObject();
        }

        return new RawJson(System.Text.Encoding.UTF8.GetString(text.ToArray()));
    }
}
