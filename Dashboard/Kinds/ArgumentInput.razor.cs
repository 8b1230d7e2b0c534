using Keeper.Dashboard.Kinds.Model;
using Microsoft.AspNetCore.Components;

namespace Keeper.Dashboard.Kinds;

/// <summary>One field of the arguments.</summary>
public sealed partial class ArgumentInput
{
    [Parameter, EditorRequired] public ArgumentField Field { get; set; } = null!;

    [Parameter, EditorRequired] public string Name { get; set; } = "";

    /// <summary>Path of the value, by which faults are found.</summary>
    [Parameter, EditorRequired] public string Path { get; set; } = "";

    [Parameter, EditorRequired] public string Id { get; set; } = "";

    [Parameter] public bool IsRequired { get; set; }

    /// <summary>What it is called where the name alone would not tell: an element of a list.</summary>
    [Parameter] public string? Words { get; set; }

    /// <summary>Whether the label is for those who cannot see where the field stands.</summary>
    [Parameter] public bool IsBare { get; set; }

    [CascadingParameter] public FormFaults Faults { get; set; } = FormFaults.None;

    private string Label => Words ?? FieldWords.Label(Name);

    private string? Unit => FieldWords.Unit(Name);

    private bool IsWide => Field is TextField { IsLong: true } or FreeField or JsonField;

    private string Required => IsRequired ? "true" : "false";

    private string? Invalid => Faults.Has(Path) ? "true" : null;

    private string? DescribedBy => Field.Schema.Description is null && !Faults.Has(Path) ? null : FieldNotes.IdOf(Id);

    private string Placeholder => Default is { } value ? $"{value} by default" : Field.Hint;

    private string NoChoice => Default is { } value ? $"{value} (default)" : IsRequired ? "Choose …" : "Not set";

    private string? Default => Field.Schema.Default is { } value ? ChoiceField.Words(value.Text) : null;
}
