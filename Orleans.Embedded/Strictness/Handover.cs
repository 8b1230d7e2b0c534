namespace Orleans.Embedded.Strictness;

/// <summary>A value that was handed over, and what it held then.</summary>
internal sealed class Handover(object value, string what)
{
    private readonly List<object?> _then = ObjectGraph.Flatten(value);

    /// <summary>What the value is to the call, for messages.</summary>
    public string What { get; } = what;

    public bool HasChanged
    {
        get
        {
            try
            {
                return !_then.SequenceEqual(ObjectGraph.Flatten(value));
            }
            catch (InvalidOperationException)
            {
                return true; // a collection that somebody changes this very moment
            }
        }
    }
}
