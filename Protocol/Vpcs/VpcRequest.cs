using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Vpcs;

/// <summary>Body of <c>PUT /vpcs/{vpc}</c>.</summary>
public sealed record VpcRequest
{
    /// <summary>For people, at most 500 characters.</summary>
    public string? Description { get; init; }

    /// <summary>At most 50, each of at most 200 characters.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Reads the body; <see langword="null"/> when a fault was noted.</summary>
    public static VpcRequest? Read(ObjectReader reader)
    {
        var request = new VpcRequest { Description = reader.Text("description", 500), Labels = reader.Map("labels", 50, 200) };
        reader.Done();
        return reader.Faulty ? null : request;
    }
}
