namespace Keeper.Agent.Probes.Domain;

/// <summary>Record types by their numbers (RFC 1035, 2782, 3596, 8659).</summary>
internal enum DnsRecordType : ushort
{
    None = 0,
    A = 1,
    NS = 2,
    CNAME = 5,
    SOA = 6,
    PTR = 12,
    MX = 15,
    TXT = 16,
    AAAA = 28,
    SRV = 33,
    OPT = 41,
    CAA = 257,
}
