namespace Orleans.Embedded.Calls;

/// <summary>Beside what a running call tolerates others.</summary>
internal enum Admission : byte
{
    None,

    /// <summary>Beside anything: it blocks nobody.</summary>
    Interleaved,

    /// <summary>Beside other readers.</summary>
    Reader,

    /// <summary>Alone, but for interleaved ones.</summary>
    Exclusive,
}
