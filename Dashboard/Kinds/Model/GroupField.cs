using System.Text.Json.Nodes;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Validation;

namespace Keeper.Dashboard.Kinds.Model;

/// <summary>An object with fields of known names. Fields of other names are kept, and sent, as they came.</summary>
public sealed class GroupField : ArgumentField
{
    private readonly List<KeyValuePair<string, JsonNode?>> _unknown = [];

    public GroupField(ArgumentSchema schema)
        : base(schema) => Entries = [.. schema.Fields.Select(f => new GroupEntry(f.Name, f.IsRequired, Of(f.Name, f.Schema)))];

    public IReadOnlyList<GroupEntry> Entries { get; }

    /// <summary>The names of fields that the schema does not know.</summary>
    public IEnumerable<string> UnknownNames => _unknown.Select(u => u.Key);

    public override bool IsGiven => _unknown.Count > 0 || Entries.Any(e => e.Field.IsGiven);

    public override bool TryLoad(JsonNode value)
    {
        if (value is not JsonObject group)
            return false;
        foreach (var entry in Entries)
            entry.Load(group[entry.Name]);
        _unknown.Clear();
        _unknown.AddRange(group.Where(p => Entries.All(e => e.Name != p.Key)).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
        return true;
    }

    /// <summary>Shows what an example has in each field while nothing was entered.</summary>
    public void ShowHints(JsonObject example)
    {
        foreach (var entry in Entries)
        {
            if (example[entry.Name] is not { } value)
                continue;
            if (entry.Field is GroupField inner && value is JsonObject innerExample)
                inner.ShowHints(innerExample);
            else if (value is JsonValue)
                entry.Field.Hint = ChoiceField.Words(value.ToJsonString());
        }
    }

    public override JsonNode? Read(string path, bool always, Faults faults)
    {
        var group = new JsonObject();
        foreach (var entry in Entries)
        {
            // An optional group that was left alone is not there, so what it requires is not missed.
            if (entry.Field.Read(path.Length == 0 ? entry.Name : $"{path}.{entry.Name}", always: false, faults) is { } value)
                group[entry.Name] = value;
        }

        foreach (var (name, value) in _unknown)
            group[name] = value?.DeepClone();
        return group.Count > 0 || always ? group : null;
    }
}

/// <summary>A field of a group.</summary>
public sealed class GroupEntry(string name, bool isRequired, ArgumentField field)
{
    public string Name => name;

    public bool IsRequired => isRequired;

    public ArgumentField Field { get; private set; } = field;

    public void Load(JsonNode? value)
    {
        var hint = Field.Hint;
        Field = value is null ? ArgumentField.Of(name, Field.Schema) : ArgumentField.Of(name, Field.Schema, value);
        Field.Hint = hint;
    }
}
