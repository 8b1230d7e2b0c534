namespace Keeper.Client.Http;

/// <summary>One call, before it is known which address will answer it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query below the address.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    /// <summary>The JSON body.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Whether doing it twice does what doing it once does, so that it may be sent again after a lost answer.</summary>
    public bool Repeatable { get; init; }

    /// <summary>How long the platform was asked to wait before it answers.</summary>
    public TimeSpan Wait { get; init; }
}
