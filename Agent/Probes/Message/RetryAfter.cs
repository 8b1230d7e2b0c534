using System.Globalization;

namespace Keeper.Agent.Probes.Message;

/// <summary>Reads the header by which a target says when to come again (RFC 9110, section 10.2.3).</summary>
internal static class RetryAfter
{
    /// <summary>How long to wait, never negative; <see langword="null"/> when the header is not there or not understood.</summary>
    public static TimeSpan? Read(string? header, DateTimeOffset now)
    {
        if (int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(seconds);
        if (!DateTimeOffset.TryParseExact(header, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return null;
        return at > now ? at - now : TimeSpan.Zero;
    }
}
