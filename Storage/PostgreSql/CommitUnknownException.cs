namespace Keeper.Storage.PostgreSql;

/// <summary>The connection broke between the request to commit and its answer.</summary>
internal sealed class CommitUnknownException(string transaction, Exception inner) : Exception(inner.Message, inner)
{
    /// <summary>The transaction's number, by which the server knows what became of it.</summary>
    public string Transaction { get; } = transaction;
}
