using System.Text.Json;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Tests;

/// <summary>Reads arguments as the platform does when they are submitted.</summary>
internal static class Arguments
{
    public static T Read<T>(string kind, string json)
        where T : class
    {
        var (read, faults) = TryRead(kind, json);
        Assert.True(faults.None, faults.ToString());
        return Assert.IsType<T>(read);
    }

    public static IReadOnlyDictionary<string, string[]> FaultsOf(string kind, string json)
    {
        var (read, faults) = TryRead(kind, json);
        Assert.Null(read);
        return faults.ByField();
    }

    private static (object? Read, Faults Faults) TryRead(string kind, string json)
    {
        Assert.True(InstructionKinds.TryGet(kind, out var known));
        var faults = new Faults();
        return (known.Read(new ObjectReader(JsonElement.Parse(json), "arguments", faults)), faults);
    }
}
