namespace Keeper.Functional.Tests.Hosting;

/// <summary>How a test wants its server.</summary>
internal sealed record ServerOptions
{
    /// <summary>Whether the built-in agent runs.</summary>
    public bool LocalAgent { get; init; }

    /// <summary>What outlives the server; something of its own when <see langword="null"/>.</summary>
    public ServerState? State { get; init; }

    /// <summary>The server's clock; the system's when <see langword="null"/>.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>Configuration.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
