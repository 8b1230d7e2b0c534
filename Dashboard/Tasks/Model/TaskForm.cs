using System.Text.Json;
using System.Text.Json.Nodes;
using Keeper.Dashboard.Kinds.Model;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Schemas.Rules;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Dashboard.Tasks.Model;

/// <summary>A task as it is being written, and what is wrong with it.</summary>
internal sealed class TaskForm
{
    private readonly Dictionary<string, ArgumentForm> _arguments = new(StringComparer.Ordinal);

    public string Vpc { get; set; } = "";

    /// <summary>The agent that has to do it; empty lets the VPC choose.</summary>
    public string AgentId { get; set; } = "";

    public KindDocument? Kind { get; private set; }

    /// <summary>The arguments of the chosen kind. Those of a kind that was left are kept for its return.</summary>
    public ArgumentForm? Arguments => Kind is null ? null : _arguments[Kind.Kind];

    public int? RunTimeoutSeconds { get; set; } = 30;

    public int? ExpireAfterSeconds { get; set; } = 3600;

    public int? Priority { get; set; } = 0;

    /// <summary>Two clicks make one task.</summary>
    public string IdempotencyKey { get; private set; } = NewKey();

    public void Choose(KindDocument kind)
    {
        Kind = kind;
        if (!_arguments.ContainsKey(kind.Kind))
            _arguments[kind.Kind] = new ArgumentForm(SchemaReader.Read(kind.ArgumentsSchema.Parse()), kind.Example);
    }

    /// <summary>Takes over what another task was asked.</summary>
    public void Load(TaskInfo task, KindDocument kind)
    {
        var again = TaskTexts.Again(task);
        (Vpc, AgentId) = (again.Vpc, again.AgentId ?? "");
        (RunTimeoutSeconds, ExpireAfterSeconds, Priority) = (again.RunTimeoutSeconds, again.ExpireAfterSeconds, again.Priority);
        Choose(kind);
        if (JsonText.Parse(again.Arguments.Text, out _) is JsonObject arguments)
            Arguments!.Load(arguments);
    }

    /// <summary>What was refused may be sent again changed: as another task.</summary>
    public void Refused() => IdempotencyKey = NewKey();

    /// <summary>Reads the form as the API reads a body.</summary>
    /// <param name="faults">Every fault by field; those inside the arguments by their path.</param>
    public TaskRequest? Read(out IReadOnlyDictionary<string, string[]> faults)
    {
        var noted = new Faults();
        var arguments = Arguments?.Read("arguments", noted);
        // What is no JSON has been told already; the rest is judged as if there were nothing.
        var judged = arguments is null ? new Faults() : noted;
        var body = new JsonObject
        {
            ["vpc"] = Vpc,
            ["agentId"] = AgentId.Length > 0 ? AgentId : null,
            ["kind"] = Kind?.Kind ?? "",
            ["arguments"] = arguments ?? [],
            ["runTimeoutSeconds"] = RunTimeoutSeconds,
            ["expireAfterSeconds"] = ExpireAfterSeconds,
            ["priority"] = Priority,
            ["idempotencyKey"] = IdempotencyKey,
        };
        var element = JsonSerializer.SerializeToElement(body);
        var request = TaskRequest.Read(new ObjectReader(element, "", judged));
        if (Kind is { Source: KindDocument.FromAgents } kind)
            ArgumentRules.TryRead(kind.ArgumentsSchema)?.Check(element.GetProperty("arguments"), "arguments", judged);
        if (judged != noted)
            NoteAllButArguments(judged, noted);
        faults = noted.ByField();
        return noted.None ? request : null;
    }

    private static void NoteAllButArguments(Faults judged, Faults noted)
    {
        foreach (var (path, messages) in judged.ByField().Where(f => !FormFaults.IsInside(f.Key, "arguments")))
        {
            foreach (var message in messages)
                noted.Add(path, message);
        }
    }

    private static string NewKey() => $"dashboard-{Guid.CreateVersion7():N}";
}
