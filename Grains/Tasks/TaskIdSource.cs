namespace Keeper.Grains.Tasks;

/// <summary>
/// Makes ids (UUID version 7 as 32 hex digits) that sort in the order in which they were made, also within one
/// millisecond: the twelve bits behind the version count up (RFC 9562, section 6.2, method 1), so that tasks of one batch
/// keep their order in the queue.
/// </summary>
internal sealed class TaskIdSource
{
    private const int CounterEnd = 1 << 12;

    private long _millisecond;
    private int _counter;

    /// <summary>A new id.</summary>
    public string Next(DateTimeOffset now)
    {
        var millisecond = now.ToUnixTimeMilliseconds();
        if (millisecond > _millisecond)
        {
            _millisecond = millisecond;
            _counter = 0;
        }
        else if (++_counter == CounterEnd)
        {
            // The clock stands still or went back: run ahead of it rather than repeat a number.
            _millisecond++;
            _counter = 0;
        }

        return string.Create(32, (_millisecond, _counter), static (text, at) =>
        {
            Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(at._millisecond)).TryFormat(text, out _, "N");
            at._counter.TryFormat(text.Slice(13, 3), out _, "x3");
        });
    }
}
