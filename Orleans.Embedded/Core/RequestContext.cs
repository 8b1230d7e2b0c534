using Orleans.Embedded.Calls;

namespace Orleans.Runtime;

/// <summary>Values that travel with the calls that a piece of code makes, and with the calls that those make.</summary>
public static partial class RequestContext
{
    private const string ReentrancyKey = "#CCR";

    // The dictionary is never changed once stored, so calls can share it.
    private static readonly AsyncLocal<Dictionary<string, object>?> Values = new();

    /// <summary>The call chain that may re-enter the grains it came through; empty when none may.</summary>
    public static Guid ReentrancyId
    {
        get => ReentrancyIdOf(Values.Value);
        set
        {
            if (value == Guid.Empty)
                Remove(ReentrancyKey);
            else
                Set(ReentrancyKey, value);
        }
    }

    /// <summary>The names of the values.</summary>
    public static IEnumerable<string> Keys => Values.Value?.Keys ?? Enumerable.Empty<string>();

    /// <summary>The values with their names.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Entries => Values.Value ?? Enumerable.Empty<KeyValuePair<string, object>>();

    /// <summary>The value of that name, or null.</summary>
    public static object? Get(string key) => Values.Value is { } values && values.TryGetValue(key, out var value) ? value : null;

    /// <summary>Sets a value for calls that are made from here on.</summary>
    public static void Set(string key, object value) =>
        Values.Value = new Dictionary<string, object>(Values.Value ?? []) { [key] = value };

    /// <summary>Takes a value away for calls that are made from here on.</summary>
    public static bool Remove(string key)
    {
        if (Values.Value is not { } values || !values.ContainsKey(key))
            return false;

        var rest = new Dictionary<string, object>(values);
        rest.Remove(key);
        Values.Value = rest.Count == 0 ? null : rest;
        return true;
    }

    /// <summary>Takes every value away for calls that are made from here on.</summary>
    public static void Clear()
    {
        if (Values.Value is not null)
            Values.Value = null;
    }

    /// <summary>Until disposed, calls made from here may come back to this grain while it waits for them.</summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var current = ReentrancyId;
        return new ReentrancySection(current, current == Guid.Empty ? Guid.NewGuid() : current);
    }

    /// <summary>Until disposed, calls made from here may not come back to the grains they came through.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() => new(ReentrancyId, Guid.Empty);

    internal static Dictionary<string, object>? Snapshot() => Values.Value;

    internal static void Restore(Dictionary<string, object> values) => Values.Value = values;

    internal static Guid ReentrancyIdOf(Dictionary<string, object>? values) =>
        values is not null && values.TryGetValue(ReentrancyKey, out var id) && id is Guid guid ? guid : Guid.Empty;

    /// <summary>A stretch of code in which the call chain may, or may not, come back.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        private readonly Guid _original;
        private readonly Guid _entered;

        /// <summary>Enters the section.</summary>
        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            _original = originalReentrancyId;
            _entered = newReentrancyId;
            if (_entered != _original)
                ReentrancyId = _entered;
            if (_entered != Guid.Empty)
                Call.Running?.Activation.EnterSection(_entered);
        }

        /// <summary>Leaves the section.</summary>
        public void Dispose()
        {
            if (_entered != Guid.Empty)
                Call.Running?.Activation.LeaveSection(_entered);
            if (_entered != _original)
                ReentrancyId = _original;
        }
    }
}
