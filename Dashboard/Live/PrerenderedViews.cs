using Keeper.Protocol.Security;

namespace Keeper.Dashboard.Live;

/// <summary>
/// Hands what a page was prerendered from over to the connection that follows, so that it is fetched once and the page
/// does not flash empty in between. It stays in this process: through the browser it would be large, and would have to be trusted.
/// </summary>
internal sealed class PrerenderedViews(TimeProvider time)
{
    public const int Capacity = 64;
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Queue<Entry> _entries = new();

    /// <summary>Keeps a view for a while.</summary>
    /// <returns>The ticket that fetches it, once.</returns>
    public string Put(object view)
    {
        var ticket = Secrets.Random();
        lock (_gate)
        {
            while (_entries.Count >= Capacity || (_entries.TryPeek(out var oldest) && IsOld(oldest)))
                _entries.Dequeue();
            _entries.Enqueue(new Entry(ticket, view, time.GetTimestamp()));
        }

        return ticket;
    }

    /// <summary>The view of a ticket; <see langword="null"/> when it is unknown, used or old.</summary>
    public T? Take<T>(string? ticket)
        where T : class
    {
        lock (_gate)
        {
            var entry = _entries.FirstOrDefault(e => e.Ticket == ticket);
            if (entry is null || IsOld(entry))
                return null;
            var view = entry.View as T;
            entry.View = null;
            return view;
        }
    }

    private bool IsOld(Entry entry) => time.GetElapsedTime(entry.At) > Lifetime;

    private sealed class Entry(string ticket, object view, long at)
    {
        public string Ticket => ticket;

        public object? View { get; set; } = view;

        public long At => at;
    }
}
