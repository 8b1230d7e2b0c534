namespace Keeper.Storage.PostgreSql;

/// <summary>The connection broke between the request to commit and its answer.</summary>
internal sealed class CommitUnknownException(string mark, Exception inner) : Exception(inner.Message, inner)
{
    /// <summary>What the transaction has left if it stands (<see cref="CommitMark"/>).</summary>
    public string Mark { get; } = mark;
}
