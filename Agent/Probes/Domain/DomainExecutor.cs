using System.Net;
using Keeper.Agent.Execution;
using Keeper.Agent.Probes.Net;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.Domain;

/// <summary>Does a name resolve, and to what: by the system's resolver, or by asking a DNS server itself.</summary>
internal sealed class DomainExecutor(DomainArguments arguments, string resolverFile) : IExecutor
{
    public async Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        if (arguments.Server is null && arguments.RecordType is null)
        {
            var host = await HostLookup.FindAsync(arguments.Name, ct);
            probe.EndPhase("dns");
            return host.IsFound
                ? Judge(probe, [.. host.Addresses.Select(a => a.ToString())], "the system's resolver", "")
                : probe.Fail(host.Failure);
        }

        var type = Enum.Parse<DnsRecordType>(arguments.RecordType ?? "A");
        var name = DnsName.Encode(NameToAsk(type), out var fault);
        if (name is null)
            return probe.Fail(fault);
        return (arguments.Server ?? ResolverConfiguration.FirstServer(resolverFile, out fault)) is { } server
            ? await AskAsync(probe, server, name, type, ct)
            : probe.Fail(fault);
    }

    private string NameToAsk(DnsRecordType type) =>
        type == DnsRecordType.PTR && IPAddress.TryParse(arguments.Name, out var address) ? DnsName.Reverse(address) : arguments.Name;

    private async Task<TaskResult> AskAsync(ProbeRun probe, IPEndPoint server, byte[] name, DnsRecordType type, CancellationToken ct)
    {
        var (answer, failure) = await new DnsClient(server, probe.Time, probe.Limits).AskAsync(name, type, ct);
        probe.EndPhase("dns");
        if (answer is null)
            return probe.Fail(failure);
        var output = string.Join('\n', answer.Records.Select(r => $"{r.Name} {r.TimeToLive} {r.Type} {r.Data}"));
        if (answer.Code != DnsAnswer.NoError)
            return probe.Fail($"{server} answers {answer.CodeText}", output);
        var records = answer.Records.Where(r => r.Type == type).Select(r => r.Data).ToList();
        return records.Count == 0
            ? probe.Fail($"{server}: '{arguments.Name}' has no {type} record", output)
            : Judge(probe, records, server.ToString(), output);
    }

    private TaskResult Judge(ProbeRun probe, List<string> records, string source, string output)
    {
        var found = string.Join(", ", records);
        if (arguments.Expect is { } expect)
            probe.CheckAnyMatch("a record", expect, records);
        foreach (var address in arguments.ExpectAddresses ?? [])
            probe.Check($"the addresses include {address}", records.Exists(r => IPAddress.TryParse(r, out var a) && a.Equals(address)), found);
        return probe.Finish($"{arguments.Name} is {found} ({source})", output.Length > 0 ? output : string.Join('\n', records));
    }
}
