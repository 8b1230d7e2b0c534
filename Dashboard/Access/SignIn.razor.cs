using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Keeper.Dashboard.Access;

/// <summary>Takes a key from a form, or a one-time code from a link, and answers with a session.</summary>
public sealed partial class SignIn
{
    [Inject] private SignInDesk Desk { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [CascadingParameter] private HttpContext Context { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "code")] private string? Code { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")] private string? ReturnUrl { get; set; }

    [SupplyParameterFromForm(FormName = "signin")] private string? Key { get; set; }

    private string? Problem { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (Code is not null && HttpMethods.IsGet(Context.Request.Method))
            await FinishAsync(await Desk.ByCodeAsync(Code, Context.Connection.RemoteIpAddress));
    }

    private async Task SubmitAsync() => await FinishAsync(await Desk.ByKeyAsync(Key, Context.Connection.RemoteIpAddress));

    private async Task FinishAsync(SignInAnswer answer)
    {
        Problem = answer.Problem;
        if (answer.Principal is not { } principal)
        {
            Context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        await Context.SignInAsync(Session.Scheme, Session.Of(principal));
        Navigation.NavigateTo(Session.LocalPath(ReturnUrl));
    }
}
