using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Keeper.Cli.Configuration;

/// <summary>Writes a configuration file: sorted, so that two exports differ where the configuration does.</summary>
internal static class ConfigWriter
{
    public static string Write(ConfigFile file)
    {
        var root = new YamlMappingNode(
            "version", new YamlScalarNode("1"),
            "vpcs", new YamlSequenceNode(file.Vpcs.OrderBy(v => v.Name, StringComparer.Ordinal).Select(Vpc)));
        using var text = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(text, assignAnchors: false);
        // The library ends every document with a mark that a file of one document does not need.
        return text.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal);
    }

    private static YamlMappingNode Vpc(VpcConfig vpc)
    {
        var node = new YamlMappingNode("name", Text(vpc.Name), "description", Text(vpc.Description));
        if (vpc.Labels.Count > 0)
        {
            node.Add("labels", new YamlMappingNode(vpc.Labels.OrderBy(l => l.Key, StringComparer.Ordinal)
                .Select(l => KeyValuePair.Create<YamlNode, YamlNode>(Text(l.Key), Text(l.Value)))));
        }

        return node;
    }

    // Quoted, or a reader could take `1` or `no` for something else than text.
    private static YamlScalarNode Text(string text) => new(text) { Style = ScalarStyle.DoubleQuoted };
}
