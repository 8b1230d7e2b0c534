using System.CommandLine;
using Keeper.Cli.Arguments;
using Keeper.Cli.Completion;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Cli.Tasks;

/// <summary>The options of <c>task submit</c>, and the task that they describe.</summary>
internal sealed class TaskSubmitOptions
{
    private readonly Option<string> _vpc = new("--vpc") { Description = "The VPC whose agents may do it.", HelpName = "VPC", Required = true };

    private readonly Option<string> _kind = new("--kind") { Description = "Kind of the instruction, for example port, domain or http; `keeper kind list` lists them.", HelpName = "KIND", Required = true };

    private readonly Option<string[]> _arguments = new("--arg")
    {
        Description = "An argument; repeat it for more. name=value is a number or a boolean when it looks like one (port=5432, tls=true), else text; name:=json is taken as JSON (expectStatus:=[200,204], password:='\"1234\"').",
        HelpName = "name=value",
    };

    private readonly Option<string?> _json = new("--json-args") { Description = "Arguments as a JSON object, as @file, or - for standard input; --arg comes on top.", HelpName = "JSON|@FILE|-" };

    private readonly Option<string?> _agent = new("--agent") { Description = "The agent that has to do it; else the VPC chooses.", HelpName = "ID" };

    private readonly Option<TimeSpan?> _runTimeout = DurationOption.CreateSeconds("--run-timeout", "How long it may run (default 30s, at most 1d).", 86_400);

    private readonly Option<TimeSpan?> _expireAfter = DurationOption.CreateSeconds("--expire-after", "How long it may wait for an agent (default 1h, at most 7d).", 604_800);

    private readonly Option<int> _priority = NumberOption.Create("--priority", "Higher goes first: -100 to 100.", -100, 100, unsaid: 0);

    private readonly Option<string?> _idempotencyKey = new("--idempotency-key") { Description = "The same key in the same VPC gives the same task, however often it is submitted. Made up when not given, so that a lost answer is asked for again safely.", HelpName = "KEY" };

    private readonly Option<string?> _resultUrl = new("--result-url") { Description = "Where the finished task is posted to.", HelpName = "URL" };

    public TaskSubmitOptions(CompletableNames names)
    {
        names.Offer(_vpc, NameSource.Vpcs);
        names.Offer(_agent, NameSource.Agents);
        names.Offer(_kind, NameSource.Kinds);
        names.Offer(_arguments, NameSource.Arguments);
    }

    public IEnumerable<Option> All =>
        [_vpc, _kind, _arguments, _json, _agent, _runTimeout, _expireAfter, _priority, _idempotencyKey, _resultUrl];

    /// <exception cref="UsageException">Arguments that cannot be put together.</exception>
    public async Task<TaskRequest> ReadAsync(Session session, CancellationToken cancellation)
    {
        var faults = new Faults();
        var arguments = await ReadArgumentsAsync(session, faults, cancellation);
        if (!faults.None)
            throw new UsageException(faults);
        var request = new TaskRequest
        {
            Vpc = session.Get(_vpc)!,
            Kind = session.Get(_kind)!,
            Arguments = arguments,
            AgentId = session.Get(_agent),
            Priority = session.Get(_priority),
            IdempotencyKey = session.Get(_idempotencyKey) ?? $"cli-{Guid.CreateVersion7():N}",
            ResultUrl = session.Get(_resultUrl),
        };
        if (session.Get(_runTimeout) is { } run)
            request = request with { RunTimeoutSeconds = (int)run.TotalSeconds };
        return session.Get(_expireAfter) is { } expire ? request with { ExpireAfterSeconds = (int)expire.TotalSeconds } : request;
    }

    private async Task<RawJson> ReadArgumentsAsync(Session session, Faults faults, CancellationToken cancellation)
    {
        var json = session.Get(_json) is { } given
            ? await TextSource.ReadAsync("--json-args", given, session.Host, cancellation)
            : null;
        return ArgumentsBuilder.Build(json, session.Get(_arguments) ?? [], faults);
    }
}
