namespace Keeper.Grains.Agents;

/// <summary>Which of the tasks offered to an agent it takes.</summary>
internal sealed class ArrivalChoice
{
    /// <summary>Places of those it takes.</summary>
    public List<int> Indexes { get; } = [];

    /// <summary>Whether others were left for lack of room.</summary>
    public bool Full { get; set; }

    /// <summary>The answer, once it is known which of them were written.</summary>
    public EnqueueAnswer Answer(int offered, IReadOnlyList<bool> written, int load)
    {
        var taken = new bool[offered];
        for (var i = 0; i < Indexes.Count; i++)
            taken[Indexes[i]] = written[i];
        return new EnqueueAnswer(taken, Full, load);
    }
}
