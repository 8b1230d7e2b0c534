using System.Data.Common;

namespace Keeper.Process.Tests.Faults;

/// <summary>The database under a fleet's silo.</summary>
internal interface IFleetDatabase : IAsyncDisposable
{
    /// <summary>What the silo is told about it.</summary>
    IReadOnlyList<string> SiloArguments { get; }

    /// <summary>Its own server; <see langword="null"/> where it has no process of its own.</summary>
    IFleetServer? Server { get; }

    /// <summary>A connection that knows nothing of the product.</summary>
    DbConnection Connect(string siloData);
}

/// <summary>A database server that can be taken away.</summary>
internal interface IFleetServer
{
    /// <summary>kill -9 of all its processes.</summary>
    Task KillAsync();

    /// <summary>Stops it at once: connections are refused.</summary>
    Task StopAsync();

    /// <summary>Starts it again.</summary>
    Task StartAsync();

    /// <summary>Holds it still: connections stay open and nothing is answered.</summary>
    void Hang();

    /// <summary>Lets it go on.</summary>
    void Resume();
}
