using System.Text.Json;
using System.Text.Json.Nodes;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Dashboard.Tasks.Model;

/// <summary>A probe as it is being written, and what is wrong with it.</summary>
internal sealed class ProbeForm
{
    private static readonly Dictionary<string, string> Examples = new(StringComparer.Ordinal)
    {
        ["http"] = "{\n  \"url\": \"https://example.org/\",\n  \"expectStatus\": [\"2xx\"]\n}",
        ["port"] = "{\n  \"host\": \"10.0.0.5\",\n  \"port\": 5432\n}",
        ["domain"] = "{\n  \"name\": \"example.org\"\n}",
        ["message"] = "{\n  \"url\": \"http://10.0.0.5:8080/notify\",\n  \"body\": \"text\"\n}",
        ["command"] = "{\n  \"file\": \"uptime\"\n}",
    };

    public string Vpc { get; set; } = "";

    public string Kind { get; set; } = "http";

    public string Arguments { get; set; } = Examples["http"];

    public int? RunTimeoutSeconds { get; set; } = 30;

    public int? ExpireAfterSeconds { get; set; } = 3600;

    /// <summary>Another kind brings its own example, unless something else was written already.</summary>
    public void ChooseKind(string kind)
    {
        if (Arguments.Trim() is "" or "{}" || Examples.ContainsValue(Arguments))
            Arguments = Examples.GetValueOrDefault(kind) ?? "{}";
        Kind = kind;
    }

    /// <summary>Reads the form as the API reads a body.</summary>
    /// <param name="faults">Every fault by field; those inside the arguments by their path.</param>
    public TaskRequest? Read(out IReadOnlyDictionary<string, string[]> faults)
    {
        var noted = new Faults();
        TaskRequest? request = null;
        if (ParseArguments(noted) is { } arguments)
        {
            var body = new JsonObject
            {
                ["vpc"] = Vpc,
                ["kind"] = Kind,
                ["arguments"] = arguments,
                ["runTimeoutSeconds"] = RunTimeoutSeconds,
                ["expireAfterSeconds"] = ExpireAfterSeconds,
            };
            request = TaskRequest.Read(new ObjectReader(JsonSerializer.SerializeToElement(body), "", noted));
        }

        faults = noted.ByField();
        return request;
    }

    private JsonNode? ParseArguments(Faults faults)
    {
        try
        {
            if (JsonNode.Parse(Arguments) is { } node)
                return node;
            faults.Add("arguments", "must be an object, not null");
        }
        catch (JsonException e)
        {
            faults.Add("arguments", $"is not JSON: {e.Message}");
        }

        return null;
    }
}
