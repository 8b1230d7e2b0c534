using System.Text.RegularExpressions;

namespace Keeper.Dashboard.Kinds.Model;

/// <summary>Finds the element in which a value is edited.</summary>
internal static partial class FieldIds
{
    /// <summary>The id of the innermost field on the way to a value.</summary>
    public static string Of(GroupField root, string path, string id)
    {
        ArgumentField field = root;
        foreach (var step in Step().Matches(path).Select(m => m.Value.Trim('[', ']')))
        {
            var next = Next(field, step);
            if (next is not { } found)
                break;
            (field, id) = (found.Field, $"{id}-{found.Id}");
        }

        return id;
    }

    private static (ArgumentField Field, string Id)? Next(ArgumentField field, string step) => field switch
    {
        GroupField group when group.Entries.FirstOrDefault(e => e.Name == step) is { } entry => (entry.Field, entry.Name),
        ListField list when int.TryParse(step, out var index) && index < list.Items.Count => (list.Items[index], step),
        MapField map when map.Rows.Index().FirstOrDefault(r => r.Item.Name.Trim() == step) is { Item: not null } row => (row.Item.Value, $"{row.Index}"),
        _ => null,
    };

    [GeneratedRegex(@"[^.\[\]]+|\[\d+\]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Step();
}
