using Keeper.Grains.Live;

namespace Keeper.Dashboard.Live;

/// <summary>Hints that something has changed, for every page of this process.</summary>
internal interface ILiveFeed
{
    /// <summary>Calls <paramref name="onChange"/> for every hint, from any thread, until the answer is disposed. It must not block.</summary>
    IDisposable Listen(Action<LiveChange> onChange);
}
