namespace Keeper.Testing;

/// <summary>The signals that tests send; Linux numbers.</summary>
public enum Signals
{
    /// <summary>Ends the process with no chance to tidy up (kill -9).</summary>
    Kill = 9,

    /// <summary>Asks the process to end.</summary>
    Terminate = 15,

    /// <summary>Lets a stopped process go on.</summary>
    Continue = 18,

    /// <summary>Stops the process where it is.</summary>
    Stop = 19,
}
