using Keeper.Dashboard.Access;
using Radzen;

namespace Keeper.Dashboard.Controls;

/// <summary>The two things that every page says in the same way: are you sure, and what came of it.</summary>
internal static class Dialogs
{
    public static async Task<bool> AskAsync(this DialogService dialogs, string question, string consequence, string yes) =>
        await dialogs.Confirm(consequence, question, new ConfirmOptions { OkButtonText = yes, CancelButtonText = "Keep it as it is", CloseDialogOnEsc = true }) == true;

    public static void Tell(this NotificationService notices, ActionAnswer answer) => notices.Notify(
        answer.Succeeded ? NotificationSeverity.Success : NotificationSeverity.Error, answer.Message, duration: answer.Succeeded ? 4_000 : 12_000);
}
