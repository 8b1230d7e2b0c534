using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Agents;

/// <summary>Body of <c>POST /vpcs/{vpc}/agents</c>.</summary>
/// <param name="Name">The agent's name, unique in its VPC.</param>
public sealed record AgentRequest(string Name)
{
    /// <summary>Reads the body; <see langword="null"/> when a fault was noted.</summary>
    public static AgentRequest? Read(ObjectReader reader)
    {
        var name = reader.Text("name", AgentLimits.NameLength, required: true);
        if (name is not null && !AgentLimits.IsName(name))
            reader.Fault("name", $"'{name}' is not a name of an agent: letters, digits, '.', '-' and '_', the first a letter or digit");
        reader.Done();
        return reader.Faulty ? null : new AgentRequest(name!);
    }
}

/// <summary>Body of <c>POST /vpcs/{vpc}/enrollment-tokens</c>.</summary>
/// <param name="ExpiresInSeconds">1 to 31,536,000 (a year).</param>
/// <param name="MaxUses">1 to 100,000.</param>
public sealed record TokenRequest(int ExpiresInSeconds, int MaxUses)
{
    /// <summary>Reads the body; <see langword="null"/> when a fault was noted.</summary>
    public static TokenRequest? Read(ObjectReader reader)
    {
        var seconds = reader.Number("expiresInSeconds", 1, 31_536_000, required: true);
        var uses = reader.Number("maxUses", 1, 100_000, required: true);
        reader.Done();
        return reader.Faulty ? null : new TokenRequest(seconds!.Value, uses!.Value);
    }
}
