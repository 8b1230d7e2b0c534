using System.Net;

namespace Keeper.Dashboard.Access;

/// <summary>
/// Refuses an address that has failed to sign in too often in the last minute. Keys are too long to be guessed; this
/// keeps guessing from being a load.
/// </summary>
internal sealed class SignInThrottle(TimeProvider time)
{
    public const int FailuresPerWindow = 10;
    public const int MaxAddresses = 1_024;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, Failures> _byAddress = [];

    /// <summary>How long the address has to wait; zero when it may try.</summary>
    public TimeSpan WaitOf(IPAddress? address)
    {
        lock (_gate)
        {
            return _byAddress.TryGetValue(Place(address), out var failures) && failures.Count >= FailuresPerWindow
                ? Max(TimeSpan.Zero, Window - time.GetElapsedTime(failures.Since)) : TimeSpan.Zero;
        }
    }

    /// <summary>Notes a failure.</summary>
    public void Failed(IPAddress? address)
    {
        lock (_gate)
        {
            var place = Place(address);
            var known = _byAddress.TryGetValue(place, out var failures) && time.GetElapsedTime(failures.Since) < Window;
            _byAddress[place] = known ? failures with { Count = failures.Count + 1 } : new Failures(time.GetTimestamp(), 1);
        }
    }

    // When the table is full of fresh failures, newcomers share one entry: bounded memory, and still a limit for all of them.
    private IPAddress Place(IPAddress? address)
    {
        var place = address ?? IPAddress.None;
        if (_byAddress.ContainsKey(place) || _byAddress.Count < MaxAddresses)
            return place;
        foreach (var (old, _) in _byAddress.Where(f => time.GetElapsedTime(f.Value.Since) >= Window).ToList())
            _byAddress.Remove(old);
        return _byAddress.Count < MaxAddresses ? place : IPAddress.Any;
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private readonly record struct Failures(long Since, int Count);
}
