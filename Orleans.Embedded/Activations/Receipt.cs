namespace Orleans.Embedded.Activations;

/// <summary>What became of a call that was offered to an activation.</summary>
internal enum Receipt : byte
{
    /// <summary>The activation is dead; another one must be found.</summary>
    Refused,

    /// <summary>It could not be run at once and was not taken.</summary>
    Busy,

    /// <summary>It runs now or later.</summary>
    Taken,
}
