namespace Keeper.Gateway.Agents;

/// <summary>Which data set the platform works on. Asked for with every answer: it is known only once the store is open.</summary>
public interface IIncarnation
{
    /// <summary>A restored backup has a new one.</summary>
    string Current { get; }
}
