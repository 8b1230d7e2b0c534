using System.Text.Json.Nodes;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Validation;

namespace Keeper.Dashboard.Kinds.Model;

/// <summary>Values of one kind, one after another.</summary>
public sealed class ListField(string name, ArgumentSchema schema, ArgumentSchema items) : ArgumentField(schema)
{
    private readonly List<ArgumentField> _items = [];

    public IReadOnlyList<ArgumentField> Items => _items;

    public bool IsFull => _items.Count >= (Schema.MaxItems ?? int.MaxValue);

    public override bool IsGiven => _items.Count > 0;

    public void Add()
    {
        if (!IsFull)
            _items.Add(Of(name, items));
    }

    public void RemoveAt(int index) => _items.RemoveAt(index);

    public override bool TryLoad(JsonNode value)
    {
        if (value is not JsonArray array || array.Any(element => element is null))
            return false;
        _items.Clear();
        _items.AddRange(array.Select(element => Of(name, items, element!)));
        return true;
    }

    public override JsonNode? Read(string path, bool always, Faults faults)
    {
        if (!IsGiven && !always)
            return null;
        var array = new JsonArray();
        for (var i = 0; i < _items.Count; i++)
            array.Add(_items[i].Read($"{path}[{i}]", always: true, faults));
        return array;
    }
}
