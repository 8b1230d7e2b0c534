using Keeper.Dashboard.Access;
using Keeper.Grains.Access;
using Keeper.Grains.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Keeper.Dashboard.Live;

/// <summary>
/// A page that shows one view, fetched from grains, and stays current: it looks again on hints, every few seconds, and
/// when its query string changes. The query string is its whole state.
/// </summary>
/// <typeparam name="TView">What is fetched: immutable, replaced whole.</typeparam>
public abstract partial class LivePage<TView> : ComponentBase, IDisposable
    where TView : class
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Fallback = TimeSpan.FromSeconds(5);

    private RefreshLoop? _loop;
    private IDisposable? _listening;
    private string _path = "";

    [Inject] private protected IClusterClient Cluster { get; set; } = null!;

    [Inject] private protected NavigationManager Navigation { get; set; } = null!;

    [Inject] private protected TimeProvider Time { get; set; } = null!;

    [Inject] private protected Actions Actions { get; set; } = null!;

    [Inject] private CurrentUser CurrentUser { get; set; } = null!;

    [Inject] private ILiveFeed Feed { get; set; } = null!;

    [Inject] private PrerenderedViews Prerendered { get; set; } = null!;

    [Inject] private ILoggerFactory Loggers { get; set; } = null!;

    /// <summary>Fetches the prerendered view once the connection stands.</summary>
    [PersistentState] public string? Ticket { get; set; }

    /// <summary>What is shown; <see langword="null"/> until it was fetched.</summary>
    protected TView? View { get; private set; }

    /// <summary>When <see cref="View"/> was fetched.</summary>
    protected DateTimeOffset? UpdatedAt { get; private set; }

    /// <summary>Why the last look failed; the view is then older than it should be.</summary>
    protected string? LoadProblem { get; private set; }

    /// <summary>Who looks.</summary>
    protected Principal? User { get; private set; }

    /// <summary>Whether data stands still; filters still work.</summary>
    protected bool Paused
    {
        get => _loop?.Paused ?? false;
        set => _loop?.Paused = value;
    }

    /// <summary>Reads the state of the page from its query string.</summary>
    protected abstract void ReadState(string query);

    /// <summary>Fetches what the state asks for.</summary>
    protected abstract Task<TView> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Whether a hint may concern the page.</summary>
    protected abstract bool Concerns(LiveChange change);

    /// <summary>The connection stands; for subscriptions of the page's own.</summary>
    protected virtual Task OnConnectedAsync() => Task.CompletedTask;

    protected override async Task OnInitializedAsync()
    {
        var uri = Navigation.ToAbsoluteUri(Navigation.Uri);
        _path = uri.AbsolutePath;
        ReadState(uri.Query);
        if (RendererInfo.IsInteractive && Prerendered.Take<Fetched>(Ticket) is { } fetched)
            (View, UpdatedAt, User) = (fetched.View, fetched.At, fetched.User);

        if (View is null)
        {
            User = await CurrentUser.GetAsync();
            await LookAsync(CancellationToken.None);
        }

        if (!RendererInfo.IsInteractive)
        {
            Ticket = View is null ? null : Prerendered.Put(new Fetched(View, UpdatedAt!.Value, User!));
            return;
        }

        Navigation.LocationChanged += OnLocationChanged;
        _loop = new RefreshLoop(Time, Spacing, Fallback, stop => InvokeAsync(() => LookAndShowAsync(stop)));
        _listening = Feed.Listen(change =>
        {
            if (Concerns(change))
                _loop.Request();
        });
        _ = _loop.RunAsync();
        await OnConnectedAsync();
    }

    /// <summary>Goes to a state of this page. Replacing leaves no step for the back button: for typing and the like.</summary>
    protected void Go(string uri, bool replace = false) => Navigation.NavigateTo(uri, replace: replace);

    /// <summary>Looks again now, also while paused: somebody asked for it.</summary>
    protected Task RefreshAsync() => LookAndShowAsync(CancellationToken.None);

    /// <summary>Shows a view that came by another way.</summary>
    protected void Show(TView view)
    {
        (View, UpdatedAt, LoadProblem) = (view, Time.GetUtcNow(), null);
        StateHasChanged();
    }

    private async Task LookAndShowAsync(CancellationToken stop)
    {
        await LookAsync(stop);
        StateHasChanged();
    }

    private async Task LookAsync(CancellationToken stop)
    {
        try
        {
            View = await LoadAsync(stop);
            UpdatedAt = Time.GetUtcNow();
            LoadProblem = null;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // The old view stays, marked as old; the next look may succeed.
            LoadProblem = e.Message;
            LogLookFailed(Loggers.CreateLogger(GetType()), e);
        }
        catch (OperationCanceledException)
        {
            LogLookStopped(Loggers.CreateLogger(GetType()));
        }
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        var uri = new Uri(e.Location);
        if (uri.AbsolutePath != _path)
            return;
        _ = InvokeAsync(async () =>
        {
            ReadState(uri.Query);
            StateHasChanged();
            await LookAndShowAsync(CancellationToken.None);
        });
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _listening?.Dispose();
        _loop?.Dispose();
    }

    private sealed record Fetched(TView View, DateTimeOffset At, Principal User);

    [LoggerMessage(1520, LogLevel.Warning, "A page could not fetch its data")]
    private static partial void LogLookFailed(ILogger logger, Exception exception);

    [LoggerMessage(1521, LogLevel.Trace, "A page was closed while it fetched")]
    private static partial void LogLookStopped(ILogger logger);
}
