using Keeper.Grains.Agents;
using Keeper.Protocol.Operator;

namespace Keeper.Dashboard.Tasks.Model;

/// <summary>The kinds that can be asked of a VPC.</summary>
/// <param name="Known">All kinds, by name.</param>
/// <param name="Here">Those that agents of the VPC have.</param>
/// <param name="Elsewhere">Keeper's own that no agent of the VPC has: a task waits for one that has.</param>
internal sealed record KindChoice(IReadOnlyList<KindDocument> Known, IReadOnlyList<KindDocument> Here, IReadOnlyList<KindDocument> Elsewhere)
{
    public const string Usual = "http";

    public static KindChoice Of(IReadOnlyList<AnnouncedKind> announced, string vpc)
    {
        // Schemas may differ between VPCs: what agents of this one say counts here.
        var local = KindDocuments.Of(announced.Where(a => a.Vpc == vpc));
        var known = local.UnionBy(KindDocuments.Of(announced), k => k.Kind, StringComparer.Ordinal).ToList();
        return new KindChoice(
            known,
            [.. local.Where(k => k.Agents > 0)],
            [.. local.Where(k => k.Agents == 0)]);
    }

    public KindDocument? Find(string? kind) => Known.FirstOrDefault(k => k.Kind == kind);

    /// <summary>Where nobody has chosen.</summary>
    public KindDocument? First() => Here.FirstOrDefault(k => k.Kind == Usual) ?? (Here.Count > 0 ? Here[0] : Find(Usual));
}
