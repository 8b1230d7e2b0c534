namespace Keeper.Protocol.Agents;

/// <summary>How much one request of an agent may carry. More is a fault of the request, not cut.</summary>
public static class AgentLimits
{
    /// <summary>Most instructions that an agent may ask for.</summary>
    public const int Capacity = 10_000;

    /// <summary>Most attempts in <see cref="PollRequest.Running"/>.</summary>
    public const int Running = 20_000;

    /// <summary>Most reports in one request.</summary>
    public const int Reports = 1_000;

    /// <summary>Most executors.</summary>
    public const int Executors = 200;

    /// <summary>Most plug-ins that could not be loaded.</summary>
    public const int PluginFaults = 20;

    /// <summary>Longest reason why a plug-in could not be loaded in characters.</summary>
    public const int PluginFaultLength = 200;

    /// <summary>Most labels.</summary>
    public const int Labels = 50;

    /// <summary>Longest label name or value in characters.</summary>
    public const int LabelLength = 200;

    /// <summary>Longest id, instance id, kind or version in characters.</summary>
    public const int WordLength = 100;

    /// <summary>Characters of what an agent says is wrong with it.</summary>
    public const int FaultLength = 300;

    /// <summary>Longest JSON schema of an executor's arguments in characters.</summary>
    public const int SchemaLength = 64 * 1024;

    /// <summary>Longest schemas of all executors together in characters: they are shown with every list of agents.</summary>
    public const int SchemasLength = 256 * 1024;

    /// <summary>Longest name of an agent in characters.</summary>
    public const int NameLength = 100;

    /// <summary>
    /// Whether a text can be an agent's name. Host names are what agents call themselves, so unlike the names that
    /// operators choose it may hold capital letters, dots and underscores.
    /// </summary>
    public static bool IsName(string? name)
    {
        if (name is null || name.Length is 0 or > NameLength || !char.IsAsciiLetterOrDigit(name[0]))
            return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_'))
                return false;
        }

        return true;
    }
}
