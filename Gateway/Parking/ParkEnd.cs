namespace Keeper.Gateway.Parking;

/// <summary>Why a parked request ends.</summary>
internal enum ParkEnd
{
    /// <summary>It goes on.</summary>
    None = 0,

    /// <summary>Its time is up.</summary>
    Deadline = 1,

    /// <summary>The same agent has polled again.</summary>
    Superseded = 2,

    /// <summary>The caller is gone.</summary>
    HungUp = 3,

    /// <summary>The gateway stops.</summary>
    Stopping = 4,
}
