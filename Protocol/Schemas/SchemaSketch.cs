namespace Keeper.Protocol.Schemas;

/// <summary>Notes what a reader asks of an object, and so what the object may be.</summary>
internal sealed class SchemaSketch
{
    private readonly List<SchemaField> _fields = [];
    private bool _isClosed;

    /// <summary>A field was asked for. Asked twice, what was asked last counts: a reader may look at a field before it reads it.</summary>
    public void Field(string name, bool required, string? about, ArgumentSchema schema)
    {
        var field = new SchemaField(name, schema with { Description = about }, required);
        if (_fields.FindIndex(f => f.Name == name) is >= 0 and var index)
            _fields[index] = field;
        else
            _fields.Add(field);
    }

    /// <summary>No other field is known.</summary>
    public void Close() => _isClosed = true;

    public ArgumentSchema ToSchema() => new() { Types = SchemaTypes.Group, Fields = [.. _fields], IsClosed = _isClosed };
}
