namespace Keeper.Grains.Tasks;

/// <summary>Higher priority first, then the older one. Ids sort by age, and make the order total.</summary>
internal sealed class QueueOrder : IComparer<LiveTask>
{
    public static QueueOrder Instance { get; } = new();

    public int Compare(LiveTask? x, LiveTask? y)
    {
        var byPriority = y!.Row.Priority.CompareTo(x!.Row.Priority);
        return byPriority != 0 ? byPriority : string.CompareOrdinal(x.Row.Id, y.Row.Id);
    }
}
