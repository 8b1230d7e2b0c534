using Microsoft.AspNetCore.Components;

namespace Keeper.Dashboard.Controls;

/// <summary>A search field that tells what was typed once the typing pauses.</summary>
public sealed partial class SearchBox
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private string _text = "";
    private string _told = "";
    private ITimer? _timer;

    [Parameter, EditorRequired] public string Label { get; set; } = "";

    [Parameter] public string? Value { get; set; }

    [Parameter] public EventCallback<string> ValueChanged { get; set; }

    protected override void OnInitialized() => _text = _told = Value ?? "";

    protected override void OnParametersSet()
    {
        // A new value from outside (the back button, a cleared filter) wins; the echo of what was typed does not.
        if ((Value ?? "") != _told)
            _text = _told = Value ?? "";
    }

    private void OnInput(ChangeEventArgs e)
    {
        _text = e.Value?.ToString() ?? "";
        _timer ??= Time.CreateTimer(_ => _ = InvokeAsync(TellAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    private Task TellAsync()
    {
        if (_text == _told)
            return Task.CompletedTask;
        _told = _text;
        return ValueChanged.InvokeAsync(_text);
    }

    public void Dispose() => _timer?.Dispose();
}
