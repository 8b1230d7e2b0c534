namespace Orleans.Concurrency;

/// <summary>A value with the promise that nobody changes it after it was handed over.</summary>
[GenerateSerializer]
[Immutable]
public readonly struct Immutable<T>(T value)
{
    /// <summary>The value.</summary>
    [Id(0)]
    public readonly T Value = value;
}

/// <summary>Wraps values in <see cref="Immutable{T}"/>.</summary>
public static class ImmutableExtensions
{
    /// <summary>Promises that nobody changes the value from now on.</summary>
    public static Immutable<T> AsImmutable<T>(this T value) => new(value);
}
