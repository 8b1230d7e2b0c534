using Keeper.Gateway.Agents;
using Keeper.Storage;

namespace Keeper.Silo.Start;

/// <summary>The incarnation of the data that this silo serves.</summary>
internal sealed class StoreIncarnation(IStore store) : IIncarnation
{
    public string Current => store.Incarnation;
}
