using Keeper.Dashboard.Tasks.Model;
using Keeper.Protocol.Tasks;

namespace Keeper.Dashboard.Tests.Tasks;

public sealed class TasksStateTests
{
    [Fact]
    public void ToUri_OfEverything_ReadsBackTheSame()
    {
        var state = new TasksState
        {
            Search = "10.0.0.5",
            Vpc = "local",
            AgentId = "a-01",
            Kind = "http",
            States = [TaskState.TimedOut, TaskState.Failed],
            Rows = 150,
            Before = "c/1=",
        };

        var uri = state.ToUri();
        var read = TasksState.Read(uri[uri.IndexOf('?')..]);

        Assert.Equal("/tasks?q=10.0.0.5&vpc=local&agent=a-01&kind=http&state=failed,timed_out&rows=150&before=c%2F1%3D", uri);
        Assert.Equal(uri, read.ToUri());
    }

    [Theory]
    [InlineData("?state=done,,FAILED", "/tasks?state=failed")]
    [InlineData("?rows=100000", "/tasks")]
    [InlineData("?rows=-1", "/tasks")]
    [InlineData("", "/tasks")]
    public void Read_WhatNobodyWrote_CountsAsAbsent(string query, string uri) => Assert.Equal(uri, TasksState.Read(query).ToUri());

    [Fact]
    public void Toggle_State_StartsFromTheNewest()
    {
        var older = new TasksState { Before = "cursor", Rows = 200 };

        Assert.Equal("/tasks?state=failed", older.Toggle(TaskState.Failed).ToUri());
        Assert.Equal("/tasks", older.Toggle(TaskState.Failed).Toggle(TaskState.Failed).ToUri());
    }

    [Fact]
    public void ToTaskQuery_Filter_IsWhatTheStoreIsAsked()
    {
        var query = TasksState.Read("?q=x&vpc=local&state=running,created&rows=100&before=abc").ToTaskQuery();

        Assert.Equal(("x", "local", 100, "abc"), (query.Text, query.Vpc, query.Limit, query.Cursor));
        Assert.Equal([TaskState.Created, TaskState.Running], query.States);
        Assert.Null(new TasksState().ToTaskQuery().States);
    }

    [Fact]
    public void ToExportUri_OfAnOlderPage_KeepsTheFilterAndNotThePage() =>
        Assert.Equal("/tasks/export?vpc=local&format=csv", new TasksState { Vpc = "local", Before = "c", Rows = 300 }.ToExportUri("csv"));
}
