using Keeper.Storage.Tasks;

namespace Keeper.Storage.Tests.Conformance;

/// <summary>Lists of tasks: every filter alone and together, paging, text.</summary>
public abstract class TaskListConformance : StoreConformance
{
    private static readonly TaskListQuery All = new(null, null, null, null, null, 100, null);

    [StoreFact]
    public async Task List_EveryCombinationOfFilters_ReturnsWhatMatchesNewestFirst()
    {
        var rows = SampleRows();
        await InsertAsync(rows);

        foreach (var query in Combinations())
        {
            var expected = rows.Where(row => Matches(row, query)).Select(row => row.Id).OrderDescending();
            Assert.Equal(expected, (await Tasks.ListAsync(query)).Items.Select(row => row.Id));
        }
    }

    [StoreFact]
    public async Task List_PageByPage_ReturnsEachOnceAndEnds()
    {
        await InsertAsync([.. Enumerable.Range(0, 25).Select(i => Rows.Task($"t{i:00}"))]);

        var pages = await PagesAsync(All with { Limit = 10 });

        Assert.Equal([10, 10, 5], pages.Select(page => page.Count));
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"t{24 - i:00}"), pages.SelectMany(page => page));
    }

    [StoreFact]
    public async Task List_ExactlyOnePage_HasNoNext()
    {
        await InsertAsync(Rows.Task("t1"), Rows.Task("t2"));

        Assert.Null((await Tasks.ListAsync(All with { Limit = 2 })).Next);
    }

    [StoreFact]
    public async Task List_InsertsBetweenPages_NeitherRepeatsNorSkips()
    {
        await InsertAsync([.. Enumerable.Range(10, 10).Select(i => Rows.Task($"t{i:00}"))]);
        var first = await Tasks.ListAsync(All with { Limit = 5 });

        await InsertAsync(Rows.Task("t90"), Rows.Task("t91"));
        var second = await Tasks.ListAsync(All with { Limit = 5, Cursor = first.Next });

        Assert.Equal(["t14", "t13", "t12", "t11", "t10"], second.Items.Select(row => row.Id));
        Assert.Null(second.Next);
    }

    [StoreTheory]
    [InlineData("10%", "t1")]
    [InlineData("a_b", "t2")]
    [InlineData(@"c\d", "t3")]
    [InlineData("UPPER", "t4")]
    [InlineData("t5", "t5")]
    [InlineData("' OR 1=1 --", null)]
    public async Task List_Text_IsFoundLiterally(string text, string? expected)
    {
        await InsertAsync(
            Rows.Task("t1") with { Arguments = "load 10%" },
            Rows.Task("t2") with { Arguments = "a_b" },
            Rows.Task("t3") with { Arguments = @"c\d" },
            Rows.Task("t4") with { Arguments = "an upper case" },
            Rows.Task("t5") with { Arguments = "axb 100 cd" });

        var found = (await Tasks.ListAsync(All with { Text = text })).Items.Select(row => row.Id);

        Assert.Equal(expected is null ? [] : [expected], found);
    }

    [StoreFact]
    public async Task List_NoStatesAtAll_ReturnsNone()
    {
        await InsertAsync(Rows.Task("t1"), Rows.Task("t2") with { State = 3 });

        Assert.Empty((await Tasks.ListAsync(All with { States = [] })).Items);
    }

    [StoreTheory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_001)]
    public async Task List_LimitOutOfRange_Throws(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Tasks.ListAsync(All with { Limit = limit }));

    [StoreFact]
    public async Task List_TextTooLong_Throws() => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
        () => Tasks.ListAsync(All with { Text = new string('x', 1_001) }));

    private static TaskRow[] SampleRows() =>
    [
        .. from i in Enumerable.Range(0, 96)
           select Rows.Task($"t{i:00}", i % 2 == 0 ? "vpc-a" : "vpc-b") with
           {
               AgentId = (i % 3) switch { 0 => "a", 1 => "b", _ => null },
               State = i % 8,
               Kind = i % 5 == 0 ? "http" : "port",
               Arguments = i % 7 == 0 ? "needle" : "hay",
           },
    ];

    private static IEnumerable<TaskListQuery> Combinations() =>
        from vpc in new[] { null, "vpc-a" }
        from agent in new[] { null, "a", "nobody" }
        from states in new int[]?[] { null, [0], [3], [4], [0, 1, 2], [4, 5], [1, 3, 7], [3, 3], [0, 1, 2, 3, 4, 5, 6, 7] }
        from kind in new[] { null, "http" }
        from text in new[] { null, "needle" }
        from cursor in new[] { null, "t50" }
        select new TaskListQuery(vpc, agent, states, kind, text, 100, cursor);

    private static bool Matches(TaskRow row, TaskListQuery query) =>
        (query.Vpc is null || row.Vpc == query.Vpc)
        && (query.AgentId is null || row.AgentId == query.AgentId)
        && (query.States is null || query.States.Contains(row.State))
        && (query.Kind is null || row.Kind == query.Kind)
        && (query.Text is null || row.Arguments == query.Text)
        && (query.Cursor is null || string.CompareOrdinal(row.Id, query.Cursor) < 0);

    private async Task<List<List<string>>> PagesAsync(TaskListQuery query)
    {
        var pages = new List<List<string>>();
        Page<TaskRow>? page = null;
        do
        {
            page = await Tasks.ListAsync(query with { Cursor = page?.Next });
            pages.Add([.. page.Items.Select(row => row.Id)]);
        }
        while (page.Next is not null);
        return pages;
    }
}
