using System.Text.Json;
using Keeper.Protocol.Json;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Tasks;

/// <summary>Body of <c>POST /tasks</c>, and each element of <c>POST /tasks/batch</c>.</summary>
public sealed record TaskRequest
{
    /// <summary>Most elements of a batch.</summary>
    public const int MaxBatch = 10_000;

    /// <summary>The VPC that has to do it.</summary>
    public required string Vpc { get; init; }

    /// <summary>The agent that has to do it; <see langword="null"/> lets the VPC choose.</summary>
    public string? AgentId { get; init; }

    /// <summary>The instruction's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The kind's arguments, an object of at most <see cref="InstructionKinds.MaxArgumentsLength"/> characters.</summary>
    public required RawJson Arguments { get; init; }

    /// <summary>How long it may run once an executor has it: 1 to 86,400 seconds.</summary>
    public int RunTimeoutSeconds { get; init; } = 30;

    /// <summary>How long it may wait for an agent: 1 to 604,800 seconds (a week).</summary>
    public int ExpireAfterSeconds { get; init; } = 3600;

    /// <summary>Higher goes first: -100 to 100.</summary>
    public int Priority { get; init; }

    /// <summary>A repeated submission with the same key in the same VPC is answered with the first one's task.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Absolute http or https URL to which the finished task is posted.</summary>
    public string? ResultUrl { get; init; }

    /// <summary>
    /// Reads a submission; <see langword="null"/> when a fault was noted. Arguments of a kind that Keeper knows are read
    /// to the end; those of another kind only have to be an object, and the VPC holds them against what its agents announced.
    /// </summary>
    /// <param name="reader">The submission.</param>
    /// <param name="aims">Gets what only the VPC can judge, also when something else is wrong.</param>
    public static TaskRequest? Read(ObjectReader reader, ICollection<TaskAim>? aims = null)
    {
        var vpc = reader.Name("vpc", required: true);
        var agentId = reader.Text("agentId", 64, minLength: 1);
        var kind = reader.Text("kind", 100, required: true);
        var arguments = ReadArguments(reader, kind);
        if (Names.IsValid(vpc))
            aims?.Add(new TaskAim(reader.Path, vpc!, kind, agentId, kind is null || InstructionKinds.TryGet(kind, out _) ? null : arguments));
        var runTimeout = reader.Number("runTimeoutSeconds", 1, 86_400);
        var expireAfter = reader.Number("expireAfterSeconds", 1, 604_800);
        var priority = reader.Number("priority", -100, 100);
        var idempotencyKey = reader.Text("idempotencyKey", 200, minLength: 1);
        var resultUrl = ReadUrl(reader, "resultUrl");
        reader.Done();
        return reader.Faulty ? null : new TaskRequest
        {
            Vpc = vpc!,
            AgentId = agentId,
            Kind = kind!,
            Arguments = arguments!.Value,
            RunTimeoutSeconds = runTimeout ?? 30,
            ExpireAfterSeconds = expireAfter ?? 3600,
            Priority = priority ?? 0,
            IdempotencyKey = idempotencyKey,
            ResultUrl = resultUrl,
        };
    }

    private static RawJson? ReadArguments(ObjectReader reader, string? kind)
    {
        if (reader.RequiredValue("arguments") is not { } value)
            return null;
        var arguments = RawJson.From(value);
        if (arguments.Text.Length > InstructionKinds.MaxArgumentsLength)
        {
            reader.Fault("arguments", $"has {arguments.Text.Length} characters; allowed are at most {InstructionKinds.MaxArgumentsLength}");
            return null;
        }

        var inner = new ObjectReader(value, reader.PathOf("arguments"), reader.Faults);
        if (kind is not null && InstructionKinds.TryGet(kind, out var known))
            known.Read(inner);
        return value.ValueKind == JsonValueKind.Object ? arguments : null;
    }

    private static string? ReadUrl(ObjectReader reader, string field)
    {
        if (reader.Text(field, 2000, minLength: 1) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return text;
        reader.Fault(field, $"'{Names.Shorten(text)}' is not an absolute http or https URL");
        return null;
    }
}
