using System.Text.Json;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Permissions;

/// <summary>The agent's own configuration file: what the platform may ask of this host.</summary>
public sealed record AgentConfiguration
{
    private const int MaxBytes = 1 << 20;
    private const int MaxRules = 1000;

    private static readonly JsonDocumentOptions Json = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>The commands that may run here.</summary>
    public IReadOnlyList<CommandRule> Commands { get; init; } = [];

    /// <summary>Reads the file and notes everything that is wrong with it; <see langword="null"/> when something is.</summary>
    public static AgentConfiguration? Load(string path, Faults faults)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes } file)
            {
                faults.Add("config", $"'{path}' has {file.Length} bytes; allowed are at most {MaxBytes}");
                return null;
            }

            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Json);
            return Read(new ObjectReader(document.RootElement, "config", faults));
        }
        catch (JsonException e)
        {
            faults.Add("config", $"'{path}' is not JSON: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            faults.Add("config", $"'{path}' cannot be read: {e.Message}");
        }

        return null;
    }

    private static AgentConfiguration? Read(ObjectReader reader)
    {
        var commands = new List<CommandRule>();
        foreach (var (element, path) in reader.Items("commands", MaxRules))
        {
            if (CommandRule.Read(new ObjectReader(element, path, reader.Faults)) is { } rule)
                commands.Add(rule);
        }

        foreach (var twice in commands.GroupBy(c => c.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
            reader.Fault("commands", $"'{twice.Key}' names {twice.Count()} rules; allowed is one");
        reader.Done();
        return reader.Faulty ? null : new AgentConfiguration { Commands = commands };
    }
}
