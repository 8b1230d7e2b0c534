namespace Orleans.Placement;

/// <summary>Says where activations of a class live. In one process that is settled; only stateless workers differ.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public abstract class PlacementAttribute : Attribute
{
    private protected PlacementAttribute()
    {
    }
}
