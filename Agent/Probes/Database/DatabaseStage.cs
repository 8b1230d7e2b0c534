namespace Keeper.Agent.Probes.Database;

/// <summary>A step towards an answer. Which of them fails tells a dead host from a sick database from a wrong password.</summary>
internal sealed record DatabaseStage(string Name, string Phase, string Expectation)
{
    public static readonly DatabaseStage Lookup = new("name lookup", "dns", "the name is found");
    public static readonly DatabaseStage Connect = new("connect", "connect", "accepts connections");
    public static readonly DatabaseStage Tls = new("TLS", "tls", "speaks TLS");
    public static readonly DatabaseStage Handshake = new("handshake", "handshake", "speaks the database's protocol");
    public static readonly DatabaseStage Login = new("login", "login", "takes the login");
    public static readonly DatabaseStage Query = new("query", "query", "answers the query");
    public static readonly DatabaseStage Open = new("open", "open", "the file can be opened");
    public static readonly DatabaseStage Integrity = new("integrity", "integrity", "the quick check finds nothing");
}
