using System.Net;
using Keeper.Agent.Execution;
using Keeper.Agent.Probes.Net;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.Domain;

/// <summary>Does a name resolve, and to what: by the system's resolver, or by asking a DNS server itself.</summary>
internal sealed class DomainExecutor(DomainArguments arguments, string resolverFile) : IExecutor
{
    public Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        return probe.WithinAsync(
            arguments.TimeoutMs, limited => AsksTheSystem ? AskTheSystemAsync(probe, limited) : AskAServerAsync(probe, limited), ct,
            message => NotFound(probe, message));
    }

    private bool AsksTheSystem => arguments.Server is null && arguments.RecordType is null && arguments.Transport is null;

    private string Expectation => $"the name has {(AsksTheSystem ? "an address" : $"a record of type {TypeToAsk}")}";

    private DnsRecordType TypeToAsk => Enum.Parse<DnsRecordType>(arguments.RecordType ?? "A");

    private async Task<TaskResult> AskTheSystemAsync(ProbeRun probe, CancellationToken ct)
    {
        probe.Doing = "asking the system's resolver";
        var host = await HostLookup.FindAsync(arguments.Name, ct);
        probe.EndPhase("dns");
        return host.IsFound
            ? Judge(probe, [.. host.Addresses.Select(a => a.ToString())], "the system's resolver", "")
            : NotFound(probe, host.Failure);
    }

    private async Task<TaskResult> AskAServerAsync(ProbeRun probe, CancellationToken ct)
    {
        var type = TypeToAsk;
        var name = DnsName.Encode(NameToAsk(type), out var fault);
        if (name is null)
            return NotFound(probe, fault);
        return (arguments.Server ?? ResolverConfiguration.FirstServer(resolverFile, out fault)) is { } server
            ? await AskAsync(probe, server, name, type, ct)
            : NotFound(probe, fault);
    }

    private string NameToAsk(DnsRecordType type) =>
        type == DnsRecordType.PTR && IPAddress.TryParse(arguments.Name, out var address) ? DnsName.Reverse(address) : arguments.Name;

    private async Task<TaskResult> AskAsync(ProbeRun probe, IPEndPoint server, byte[] name, DnsRecordType type, CancellationToken ct)
    {
        probe.Doing = $"asking {server}";
        var (answer, failure, byTcp) = await new DnsClient(server, probe.Time, probe.Limits).AskAsync(name, type, arguments.Transport == "tcp", ct);
        probe.EndPhase("dns");
        if (answer is null)
            return NotFound(probe, failure);
        var output = string.Join('\n', answer.Records.Select(r => $"{r.Name} {r.TimeToLive} {r.Type} {r.Data}"));
        if (answer.Code != DnsAnswer.NoError)
            return NotFound(probe, $"{server} answers {answer.CodeText}", output);
        var records = answer.Records.Where(r => r.Type == type).Select(r => r.Data).ToList();
        return records.Count == 0
            ? NotFound(probe, $"{server}: '{arguments.Name}' has no {type} record", output)
            : Judge(probe, records, byTcp ? $"{server} by TCP" : $"{server}", output);
    }

    private TaskResult Judge(ProbeRun probe, List<string> records, string source, string output)
    {
        var found = string.Join(", ", records);
        probe.Value("records", records.Count);
        probe.Check(Expectation, true, found);
        if (arguments.Expect is { } expect)
            probe.CheckAnyMatch("a record", expect, records);
        foreach (var address in arguments.ExpectAddresses ?? [])
            probe.Check($"the addresses include {address}", records.Exists(r => IPAddress.TryParse(r, out var a) && a.Equals(address)), found);
        return probe.Finish($"{arguments.Name} is {found} ({source})", output.Length > 0 ? output : string.Join('\n', records));
    }

    private TaskResult NotFound(ProbeRun probe, string failure, string output = "")
    {
        probe.Check(Expectation, false, failure);
        return probe.Fail(failure, output);
    }
}
