using Microsoft.JSInterop;

namespace Keeper.Dashboard.Controls;

/// <summary>Moves the keyboard to a part of the page, also one that the next render brings.</summary>
internal sealed class PageFocus(IJSRuntime script)
{
    public async Task WhenShownAsync(string id)
    {
        try
        {
            await script.InvokeVoidAsync("keeper.focusWhenShown", id);
        }
        catch (JSDisconnectedException)
        {
            // Nobody is there any more whose keyboard could be moved.
            return;
        }
    }
}
