using System.Text.Json.Nodes;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Validation;

namespace Keeper.Dashboard.Kinds.Model;

/// <summary>Values by names that the writer chooses: headers, labels, variables.</summary>
public sealed class MapField(ArgumentSchema schema, ArgumentSchema values) : ArgumentField(schema)
{
    private readonly List<MapRow> _rows = [];

    public IReadOnlyList<MapRow> Rows => _rows;

    public bool IsFull => _rows.Count >= (Schema.MaxFields ?? int.MaxValue);

    public override bool IsGiven => _rows.Count > 0;

    public void Add()
    {
        if (!IsFull)
            _rows.Add(new MapRow("", Of("", values)));
    }

    public void Remove(MapRow row) => _rows.Remove(row);

    public override bool TryLoad(JsonNode value)
    {
        if (value is not JsonObject map || map.Any(entry => entry.Value is null))
            return false;
        _rows.Clear();
        _rows.AddRange(map.Select(entry => new MapRow(entry.Key, Of(entry.Key, values, entry.Value!))));
        return true;
    }

    public override JsonNode? Read(string path, bool always, Faults faults)
    {
        if (!IsGiven && !always)
            return null;
        var map = new JsonObject();
        foreach (var row in _rows)
        {
            var name = row.Name.Trim();
            if (name.Length == 0 || map.ContainsKey(name))
                faults.Add(path, name.Length == 0 ? "has a value without a name" : $"names '{Names.Shorten(name)}' twice");
            else
                map[name] = row.Value.Read($"{path}.{name}", always: true, faults);
        }

        return map;
    }
}

/// <summary>A name with its value.</summary>
public sealed class MapRow(string name, ArgumentField value)
{
    public string Name { get; set; } = name;

    public ArgumentField Value => value;
}
