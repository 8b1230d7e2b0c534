using System.Globalization;
using System.Xml;

namespace Keeper.Agent.Probes.ObjectStorage;

/// <summary>What the XML of a storage's answer says; everything empty when it is none.</summary>
/// <param name="Root">Name of its outermost element.</param>
/// <param name="Fields">Texts of the elements inside that, by name.</param>
internal sealed record StorageReply(string Root, IReadOnlyDictionary<string, string> Fields)
{
    private const int MaxFields = 50;

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = true };

    public bool IsError => Root == "Error" && Code.Length > 0;

    public bool IsList => Root is "ListBucketResult";

    /// <summary>The error's code; empty when there is none.</summary>
    public string Code => Fields.GetValueOrDefault("Code", "");

    /// <summary>When the storage answered, if it says.</summary>
    public DateTimeOffset? ServerTime => DateTimeOffset.TryParse(
        Fields.GetValueOrDefault("ServerTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>Reads as far as it is XML: what was cut or broken off may still tell.</summary>
    public static StorageReply Read(string text)
    {
        var (root, fields) = ("", new Dictionary<string, string>(StringComparer.Ordinal));
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), Settings);
            reader.MoveToContent();
            root = reader.LocalName;
            for (var name = ""; fields.Count < MaxFields && reader.Read();)
            {
                if (reader.NodeType == XmlNodeType.Element)
                    name = reader.LocalName;
                else if (reader.NodeType == XmlNodeType.Text && reader.Depth == 2)
                    fields.TryAdd(name, reader.Value);
            }
        }
        catch (XmlException)
        {
            return new(fields.Count > 0 ? root : "", fields);
        }

        return new(root, fields);
    }
}
