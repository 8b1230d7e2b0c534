using System.Text.Json;
using Keeper.Protocol.Json;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Grains.Agents;

/// <summary>Turns what Keeper knows and what agents announced into the list of kinds that operators see.</summary>
public static class KindDocuments
{
    private static readonly RawJson AnyObject = SchemaWriter.Write(new ArgumentSchema { Types = SchemaTypes.Group });

    /// <summary>Keeper's own kinds and those that only agents know, by name.</summary>
    public static IReadOnlyList<KindDocument> Of(IEnumerable<AnnouncedKind> announced)
    {
        ArgumentNullException.ThrowIfNull(announced);
        var byKind = announced.ToLookup(a => a.Executor.Kind, StringComparer.Ordinal);
        var others = byKind.Where(kind => !InstructionKinds.TryGet(kind.Key, out _)).Select(OfAgents);
        return [.. InstructionKinds.All.Select(kind => OfKeeper(kind, byKind[kind.Name])).Concat(others).OrderBy(k => k.Kind, StringComparer.Ordinal)];
    }

    private static KindDocument OfKeeper(InstructionKind kind, IEnumerable<AnnouncedKind> announced) => new()
    {
        Kind = kind.Name,
        About = kind.About,
        Source = KindDocument.FromKeeper,
        Repeatable = kind.Read(new ObjectReader(kind.Example.Parse(), "", new Faults())) is { } example && kind.IsRepeatable(example),
        ArgumentsSchema = kind.ArgumentsSchema,
        Example = kind.Example,
        Agents = announced.Sum(a => a.Agents),
        Vpcs = VpcsOf(announced),
    };

    private static KindDocument OfAgents(IGrouping<string, AnnouncedKind> announced)
    {
        var executor = announced.OrderByDescending(a => a.Agents).First().Executor;
        var schema = SchemaReader.Read(Parse(executor.ArgumentsSchema));
        return new KindDocument
        {
            Kind = announced.Key,
            About = schema.Description ?? "",
            Source = KindDocument.FromAgents,
            Version = executor.Version,
            Repeatable = executor.Repeatable,
            ArgumentsSchema = executor.ArgumentsSchema is { } text ? new RawJson(text) : AnyObject,
            Example = SchemaExample.Of(schema),
            Agents = announced.Sum(a => a.Agents),
            Vpcs = VpcsOf(announced),
        };
    }

    private static JsonElement Parse(string? schema) => JsonElement.Parse(schema ?? AnyObject.Text);

    private static List<string> VpcsOf(IEnumerable<AnnouncedKind> announced) =>
        [.. announced.Select(a => a.Vpc).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
