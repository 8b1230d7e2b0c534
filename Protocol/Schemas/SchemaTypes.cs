namespace Keeper.Protocol.Schemas;

/// <summary>Which JSON types a value may have.</summary>
[Flags]
public enum SchemaTypes
{
    /// <summary>Any.</summary>
    Any = 0,

    /// <summary>An object.</summary>
    Group = 1,

    /// <summary>An array.</summary>
    List = 2,

    /// <summary>A text.</summary>
    Text = 4,

    /// <summary>A whole number.</summary>
    Whole = 8,

    /// <summary>A number.</summary>
    Number = 16,

    /// <summary><see langword="true"/> or <see langword="false"/>.</summary>
    Flag = 32,
}
