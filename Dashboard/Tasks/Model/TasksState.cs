using System.Collections.Immutable;
using Keeper.Dashboard.Controls;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;

namespace Keeper.Dashboard.Tasks.Model;

/// <summary>What the task list shows: everything is in the query string.</summary>
public sealed record TasksState
{
    /// <summary>Rows of one step; "show more" adds as many.</summary>
    public const int Step = 50;

    /// <summary>Most rows at a time; beyond, the list goes on with older tasks instead.</summary>
    public const int MaxRows = 500;

    public string? Search { get; init; }

    public string? Vpc { get; init; }

    public string? AgentId { get; init; }

    public string? Kind { get; init; }

    public ImmutableSortedSet<TaskState> States { get; init; } = [];

    public int Rows { get; init; } = Step;

    /// <summary>Where the page before ended; <see langword="null"/> on the newest.</summary>
    public string? Before { get; init; }

    public bool IsFiltered => Search is not null || Vpc is not null || AgentId is not null || Kind is not null || States.Count > 0;

    public static TasksState Read(string query)
    {
        var text = QueryText.Read(query);
        return new TasksState
        {
            Search = text.Text("q"),
            Vpc = text.Text("vpc"),
            AgentId = text.Text("agent"),
            Kind = text.Text("kind"),
            States = [.. text.List("state").Where(w => TaskStates.TryParse(w, out _)).Select(Parse)],
            Rows = text.Number("rows", Step, MaxRows) ?? Step,
            Before = text.Text("before"),
        };

        static TaskState Parse(string word) => TaskStates.TryParse(word, out var state) ? state : default;
    }

    public string ToUri() => "/tasks" + ToQuery();

    /// <summary>The same filter as a download.</summary>
    public string ToExportUri(string format) => "/tasks/export" + (this with { Rows = Step, Before = null }).ToQuery("format", format);

    /// <summary>A changed filter starts from the newest again.</summary>
    public TasksState FromStart() => this with { Rows = Step, Before = null };

    public TasksState Toggle(TaskState state)
    {
        var without = States.Remove(state);
        return FromStart() with { States = without.Count < States.Count ? without : States.Add(state) };
    }

    public TaskQuery ToTaskQuery() => new()
    {
        Vpc = Vpc,
        AgentId = AgentId,
        Kind = Kind,
        Text = Search,
        States = States.Count == 0 ? null : [.. States],
        Limit = Rows,
        Cursor = Before,
    };

    private string ToQuery(string? name = null, string? value = null) => QueryText.Write()
        .Add("q", Search)
        .Add("vpc", Vpc)
        .Add("agent", AgentId)
        .Add("kind", Kind)
        .Add("state", States.Select(s => s.Word().ToLowerInvariant()))
        .Add("rows", Rows == Step ? null : Rows.ToString(System.Globalization.CultureInfo.InvariantCulture))
        .Add("before", Before)
        .Add(name ?? "", value)
        .ToString();
}
