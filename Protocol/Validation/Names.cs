namespace Keeper.Protocol.Validation;

/// <summary>The one rule for names of VPCs, rules, groups, components, channels, keys and policies (api.md).</summary>
public static class Names
{
    /// <summary>The rule as people write it.</summary>
    public const string Pattern = "[a-z0-9][a-z0-9-]{0,62}";

    /// <summary>Longest name.</summary>
    public const int MaxLength = 63;

    /// <summary>Whether <paramref name="name"/> is a valid name.</summary>
    public static bool IsValid(string? name)
    {
        if (name is null || name.Length is 0 or > MaxLength || name[0] == '-')
            return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
                return false;
        }

        return true;
    }

    /// <summary>Adds a fault when the name is not valid.</summary>
    public static void Check(string? name, string field, Faults faults)
    {
        if (!IsValid(name))
            faults.Add(field, $"'{Shorten(name)}' is not a name: it must match {Pattern}");
    }

    /// <summary>A value as it may be quoted in a message: not longer than 80 characters.</summary>
    public static string Shorten(string? value) =>
        value is null ? "" : value.Length <= 80 ? value : string.Concat(value.AsSpan(0, 77), "…");
}
