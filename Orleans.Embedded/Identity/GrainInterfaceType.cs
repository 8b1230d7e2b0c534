namespace Orleans.Runtime;

/// <summary>The name of a grain interface.</summary>
[GenerateSerializer]
[Immutable]
public readonly struct GrainInterfaceType : IEquatable<GrainInterfaceType>
{
    /// <summary>Wraps the name.</summary>
    public GrainInterfaceType(string value) => Value = IdSpan.Create(value);

    /// <summary>Wraps the name.</summary>
    public GrainInterfaceType(IdSpan value) => Value = value;

    /// <summary>Whether this is the default value.</summary>
    public bool IsDefault => Value.IsDefault;

    /// <summary>The name.</summary>
    public IdSpan Value { get; }

    /// <summary>Wraps the name.</summary>
    public static GrainInterfaceType Create(string value) => new(value);

    /// <inheritdoc/>
    public bool Equals(GrainInterfaceType other) => Value.Equals(other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainInterfaceType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>Compares by name.</summary>
    public static bool operator ==(GrainInterfaceType left, GrainInterfaceType right) => left.Equals(right);

    /// <summary>Compares by name.</summary>
    public static bool operator !=(GrainInterfaceType left, GrainInterfaceType right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
