using System.Text.Json;
using Keeper.Agent.Permissions.Limits;
using Keeper.Agent.Permissions.Secrets;
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

    /// <summary>What instructions may reach from here.</summary>
    public LocalLimits Limits { get; init; } = LocalLimits.None;

    /// <summary>The texts that instructions may use by name.</summary>
    public IReadOnlyList<SecretRule> Secrets { get; init; } = [];

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
        var limits = reader.Group("limits", ConfiguredLimits.Read);
        var secrets = ReadSecrets(reader);
        reader.Done();
        return reader.Faulty ? null : new AgentConfiguration { Commands = commands, Limits = limits ?? LocalLimits.None, Secrets = secrets };
    }

    private static List<SecretRule> ReadSecrets(ObjectReader reader)
    {
        var secrets = new List<SecretRule>();
        if (reader.Value("secrets") is not { } given)
            return secrets;
        if (given.ValueKind != JsonValueKind.Object)
        {
            reader.Fault("secrets", "must be an object: each secret by its name");
            return secrets;
        }

        if (given.GetPropertyCount() > MaxRules)
            reader.Fault("secrets", $"has {given.GetPropertyCount()} entries; allowed are at most {MaxRules}");
        foreach (var secret in given.EnumerateObject().Take(MaxRules))
        {
            var path = reader.PathOf($"secrets.{Names.Shorten(secret.Name)}");
            Names.Check(secret.Name, path, reader.Faults);
            if (SecretRule.Read(secret.Name, new ObjectReader(secret.Value, path, reader.Faults)) is { } rule)
                secrets.Add(rule);
        }

        return secrets;
    }
}
