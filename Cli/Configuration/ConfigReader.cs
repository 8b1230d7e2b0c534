using Keeper.Protocol.Validation;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Keeper.Cli.Configuration;

/// <summary>Reads a configuration file and finds everything that is wrong with it, each with its line.</summary>
internal sealed class ConfigReader
{
    /// <summary>A configuration is five deep; the library reads each level on the stack.</summary>
    private const int Deepest = 20;

    private readonly Faults _faults = new();

    private ConfigReader()
    {
    }

    /// <returns>The configuration; <see langword="null"/> when there are faults.</returns>
    public static ConfigFile? Read(string text, out Faults faults)
    {
        var reader = new ConfigReader();
        faults = reader._faults;
        var file = reader.Read(text);
        return faults.None ? file : null;
    }

    private ConfigFile Read(string text)
    {
        var yaml = new YamlStream();
        try
        {
            if (TooDeep(text) is { } place)
            {
                _faults.Add(Line(place), $"is nested more than {Deepest} deep");
                return new ConfigFile([]);
            }

            yaml.Load(new StringReader(text));
        }
        catch (YamlException fault)
        {
            _faults.Add(Line(fault.Start), $"is not YAML: {fault.Message}");
            return new ConfigFile([]);
        }

        if (yaml.Documents is not [{ RootNode: YamlMappingNode root }])
        {
            _faults.Add("line 1", "the file must be one object with `version` and `vpcs`");
            return new ConfigFile([]);
        }

        var fields = Fields(root, "version", "vpcs");
        if (!fields.TryGetValue("version", out var version) || (version as YamlScalarNode)?.Value != "1")
            Fault(version ?? root, $"`version` must be {ConfigFile.Version}");
        var vpcs = fields.TryGetValue("vpcs", out var list) ? Items(list, "vpcs").Select(Vpc).ToList() : [];
        foreach (var twice in vpcs.OfType<VpcConfig>().GroupBy(v => v.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
            Fault(list!, $"the VPC '{Names.Shorten(twice.Key)}' is there {twice.Count()} times");
        return new ConfigFile([.. vpcs.OfType<VpcConfig>()]);
    }

    private static Mark? TooDeep(string text)
    {
        var (parser, depth) = (new Parser(new StringReader(text)), 0);
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > Deepest)
                return parser.Current.Start;
        }

        return null;
    }

    private VpcConfig? Vpc(YamlNode node)
    {
        if (node is not YamlMappingNode mapping)
        {
            Fault(node, "a VPC must be an object with a `name`");
            return null;
        }

        var fields = Fields(mapping, "name", "description", "labels");
        var name = fields.TryGetValue("name", out var named) ? (named as YamlScalarNode)?.Value ?? "" : "";
        if (!Names.IsValid(name))
            Fault(named ?? node, $"`name` is '{Names.Shorten(name)}', which is not a name: {Names.Pattern}");
        var description = fields.TryGetValue("description", out var described) ? Text(described, "description", 500) : "";
        return new VpcConfig(name, description, fields.TryGetValue("labels", out var labels) ? Labels(labels) : new Dictionary<string, string>());
    }

    private Dictionary<string, string> Labels(YamlNode node)
    {
        if (node is not YamlMappingNode mapping)
        {
            Fault(node, "`labels` must be an object of name: value");
            return [];
        }

        if (mapping.Children.Count > 50)
            Fault(node, $"`labels` has {mapping.Children.Count} entries; at most 50 are taken");
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Children)
        {
            var name = Text(key, "labels", 200);
            if (key is YamlScalarNode && !labels.TryAdd(name, Text(value, $"labels.{Names.Shorten(name)}", 200)))
                Fault(key, $"`labels.{Names.Shorten(name)}` is there more than once");
        }

        return labels;
    }

    private Dictionary<string, YamlNode> Fields(YamlMappingNode node, params string[] known)
    {
        var fields = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (key, value) in node.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (known.Contains(name, StringComparer.Ordinal))
            {
                if (!fields.TryAdd(name, value))
                    Fault(key, $"`{name}` is there more than once");
            }
            else
                Fault(key, $"`{Names.Shorten(name)}` is not known here; known are {string.Join(", ", known)}");
        }

        return fields;
    }

    private IEnumerable<YamlNode> Items(YamlNode node, string name)
    {
        if (node is YamlSequenceNode list)
            return list.Children;
        Fault(node, $"`{name}` must be a list");
        return [];
    }

    private string Text(YamlNode node, string field, int longest)
    {
        var text = (node as YamlScalarNode)?.Value;
        if (text is null)
            Fault(node, $"`{field}` must be text, not {(node is YamlSequenceNode ? "a list" : "an object")}");
        else if (text.Length > longest)
            Fault(node, $"`{field}` is '{Names.Shorten(text)}', {text.Length} characters long; at most {longest} are taken");
        return text ?? "";
    }

    private void Fault(YamlNode node, string message) => _faults.Add(Line(node.Start), message);

    private static string Line(Mark mark) => $"line {mark.Line}";
}
