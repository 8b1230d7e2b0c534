using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;

namespace Keeper.Dashboard.Layout;

/// <summary>The document around every page.</summary>
public sealed partial class App
{
    private const string ThemeCookie = "keeper-theme";

    [CascadingParameter] private HttpContext Context { get; set; } = null!;

    /// <summary>The sign-in page needs no live connection, and nobody who is not signed in gets one.</summary>
    private IComponentRenderMode? PageMode => Context.AcceptsInteractiveRouting() ? RenderMode.InteractiveServer : null;

    // Read here and not by a script, so that the first paint is already in the right colours.
    private string Theme => Context.Request.Cookies[ThemeCookie] is ("light" or "dark") and var chosen ? chosen : "system";

    private string Media(string scheme) =>
        Theme == "system" ? $"(prefers-color-scheme: {scheme})" : Theme == scheme ? "all" : "not all";
}
