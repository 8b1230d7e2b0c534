using System.Data.Common;

namespace Keeper.Process.Tests.Faults;

/// <summary>The database under a fleet's silo.</summary>
internal interface IFleetDatabase : IAsyncDisposable
{
    /// <summary>What the silo is told about it.</summary>
    IReadOnlyList<string> SiloArguments { get; }

    /// <summary>Ends it as a crash would and starts it again; <see langword="null"/> where it has no process of its own.</summary>
    Func<Task>? KillAndRestart { get; }

    /// <summary>A connection that knows nothing of the product.</summary>
    DbConnection Connect(string siloData);
}
