using System.Text.Json.Nodes;
using Keeper.Protocol.Json;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Validation;

namespace Keeper.Dashboard.Kinds.Model;

/// <summary>The arguments of an instruction while they are being written: as a form made from the kind's schema, or as JSON.</summary>
public sealed class ArgumentForm
{
    private readonly JsonObject _example;

    /// <param name="schema">What the arguments may be.</param>
    /// <param name="example">Arguments to start from.</param>
    public ArgumentForm(ArgumentSchema schema, RawJson example)
    {
        Root = new GroupField(schema);
        _example = JsonNode.Parse(example.Text) as JsonObject ?? [];
        Root.ShowHints(_example);
        // A kind of which nothing is known cannot be asked for field by field.
        IsFormPossible = Root.Entries.Count > 0;
        if (!IsFormPossible)
            (ShowsJson, Json) = (true, JsonText.Pretty(_example));
        Sort();
    }

    /// <summary>The fields.</summary>
    public GroupField Root { get; }

    /// <summary>The fields that matter most: those that must be there, and those that have a value.</summary>
    public IReadOnlyList<GroupEntry> Main { get; private set; } = [];

    /// <summary>All others.</summary>
    public IReadOnlyList<GroupEntry> More { get; private set; } = [];

    /// <summary>Whether there is more than JSON.</summary>
    public bool IsFormPossible { get; }

    /// <summary>Whether JSON is edited, not the form.</summary>
    public bool ShowsJson { get; private set; }

    /// <summary>The arguments as JSON, while <see cref="ShowsJson"/>.</summary>
    public string Json { get; set; } = "{}";

    /// <summary>Fills in the kind's example.</summary>
    public void FillInExample() => Load(_example);

    /// <summary>Shows arguments.</summary>
    public void Load(JsonObject arguments)
    {
        Root.TryLoad(arguments);
        Json = JsonText.Pretty(arguments);
        Sort();
    }

    /// <summary>From the form to JSON, with whatever was entered.</summary>
    public void ShowJson()
    {
        Json = JsonText.Pretty(Root.Read("", always: true, new Faults()) ?? new JsonObject());
        ShowsJson = true;
    }

    /// <summary>From JSON to the form; stays with JSON when that is not an object.</summary>
    public void ShowForm(Faults faults)
    {
        if (ParseJson("arguments", faults) is not { } arguments)
            return;
        Load(arguments);
        ShowsJson = false;
    }

    /// <summary>The arguments to send, as far as they can be sent; <see langword="null"/> when they are not even JSON.</summary>
    public JsonObject? Read(string path, Faults faults) =>
        ShowsJson ? ParseJson(path, faults) : (JsonObject?)Root.Read(path, always: true, faults);

    private JsonObject? ParseJson(string path, Faults faults)
    {
        if (JsonText.Parse(Json, out var problem) is JsonObject arguments)
            return arguments;
        faults.Add(path, problem ?? "must be an object");
        return null;
    }

    // Done when something is loaded and not while it is typed: a field must not move away under the hand.
    private void Sort()
    {
        Main = [.. Root.Entries.Where(e => e.IsRequired), .. Root.Entries.Where(e => !e.IsRequired && e.Field.IsGiven)];
        More = [.. Root.Entries.Except(Main)];
        // A kind with few arguments, none of them required, shows them all.
        if (Main.Count == 0)
            (Main, More) = (Root.Entries, []);
    }
}
