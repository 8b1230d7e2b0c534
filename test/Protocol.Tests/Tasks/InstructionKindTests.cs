using System.Text.Json;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Tests.Tasks;

public sealed class InstructionKindTests
{
    public static TheoryData<string> Names => [.. InstructionKinds.Names];

    /// <summary>The fields that the contract lists, by kind.</summary>
    public static TheoryData<string, string> Contract => new()
    {
        { "port", "host port protocol timeoutMs send expect tls" },
        { "domain", "name recordType server expect expectAddresses" },
        { "http", "url method headers body followRedirects expectStatus expectBody expectHeaders maxLatencyMs minCertificateDays insecure" },
        { "tls", "host port serverName minDays" },
        { "icmp", "host count" },
        { "command", "file args stdin environment workingDirectory outputLimitBytes" },
        { "metrics", "disks thresholds.cpuPercent thresholds.memoryPercent thresholds.diskPercent" },
        { "scrape", "url series[].name series[].labels series[].min series[].max" },
        { "database", "engine host port database user password query expect tls" },
        { "message", "url contentType body" },
        { "log", "path pattern maxBytes expect.atMost expect.atLeast" },
        { "objectstorage", "endpoint bucket key credentials" },
    };

    [Fact]
    public void Contract_HasARowForEveryKind() => Assert.Equal(InstructionKinds.Names.Order(), Contract.Select(row => (string)row[0]).Order());

    [Theory]
    [MemberData(nameof(Contract))]
    public void Schema_OfAKind_HasEveryFieldOfTheContract(string name, string fields)
    {
        var described = Leaves(SchemaOf(name)).Select(f => f.Path).ToList();

        Assert.All(fields.Split(' '), field => Assert.Contains(field, described));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Schema_OfAKind_TellsOfEveryFieldWhatItIs(string name) =>
        Assert.All(Leaves(SchemaOf(name)), field =>
        {
            Assert.EndsWith(".", field.Schema.Description, StringComparison.Ordinal);
            Assert.NotEqual(SchemaTypes.Any, field.Schema.Types);
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void Example_OfAKind_IsSound(string name)
    {
        var faults = new Faults();

        var read = Find(name).Read(new ObjectReader(Find(name).Example.Parse(), "arguments", faults));

        Assert.True(faults.None, faults.ToString());
        Assert.NotNull(read);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void About_OfAKind_IsASentence(string name) => Assert.Matches("^[A-Z].*[.?]$", Find(name).About);

    [Theory]
    [MemberData(nameof(Names))]
    public void Schema_RequiredField_IsMissedWhenItIsNotGiven(string name)
    {
        var faults = new Faults();

        Find(name).Read(new ObjectReader(JsonElement.Parse("{}"), "arguments", faults));

        var required = SchemaOf(name).Fields.Where(f => f.IsRequired).Select(f => $"arguments.{f.Name}").ToHashSet();
        Assert.Subset(faults.ByField().Keys.ToHashSet(), required);
    }

    private static ArgumentSchema SchemaOf(string name) => SchemaReader.Read(Find(name).ArgumentsSchema.Parse());

    private static InstructionKind Find(string name)
    {
        Assert.True(InstructionKinds.TryGet(name, out var kind));
        return kind;
    }

    private static IEnumerable<(string Path, ArgumentSchema Schema)> Leaves(ArgumentSchema schema, string path = "")
    {
        foreach (var field in schema.Fields)
        {
            var inner = path + field.Name;
            yield return (inner, field.Schema);
            foreach (var leaf in Leaves(field.Schema, inner + "."))
                yield return leaf;
            if (field.Schema.Items is { } items)
            {
                foreach (var leaf in Leaves(items, inner + "[]."))
                    yield return leaf;
            }
        }
    }
}
