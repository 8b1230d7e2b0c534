namespace Keeper.Agent.Probes.Database;

/// <summary>The protocol of one database, from an open connection to the answer. Holds no state between probes.</summary>
internal interface IDatabaseEngine
{
    /// <summary>As people call it.</summary>
    string Name { get; }

    /// <summary>
    /// Shakes hands, logs in, asks. Enters a stage before and passes it after, so that a failure has its place.
    /// </summary>
    /// <exception cref="DatabaseFault">The target does something else than the stage asks.</exception>
    Task<DatabaseAnswer> AskAsync(DatabaseSession session, CancellationToken ct);
}
