using Keeper.Client;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Tasks;

namespace Keeper.Cli.Completion;

/// <summary>Kinds, and the names of their arguments. Keeper's own are known without a server.</summary>
internal static class ArgumentNames
{
    public static async Task<IEnumerable<string>> KindsAsync(Func<KeeperClient> connect, CancellationToken cancellation)
    {
        try
        {
            return (await connect().GetKindsAsync(cancellation: cancellation)).Select(k => k.Kind);
        }
        catch (Exception fault) when (CompleteCommand.IsQuiet(fault))
        {
            return InstructionKinds.Names;
        }
    }

    /// <summary>What can follow <c>--arg</c>: names up to the value.</summary>
    public static async Task<IEnumerable<string>> OfAsync(string? kind, Func<KeeperClient> connect, CancellationToken cancellation)
    {
        if (kind is null)
            return [];
        var schema = InstructionKinds.TryGet(kind, out var known)
            ? known.ArgumentsSchema : (await connect().GetKindAsync(kind, cancellation: cancellation)).ArgumentsSchema;
        return SchemaReader.Read(schema.Parse()).Fields.Select(f => f.Name + (TakesJson(f.Schema) ? ":=" : "="));
    }

    private static bool TakesJson(ArgumentSchema schema) =>
        schema is { IsSecret: false } && (schema.Types & (SchemaTypes.Group | SchemaTypes.List)) != SchemaTypes.Any && !schema.Allows(SchemaTypes.Text);
}
