using System.Text.Json;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Plugins;

/// <summary>
/// Reads the result that a plug-in claims. It may say how its target did and that it failed itself; that the time is up, that
/// the agent forbids something, or that nobody knows, is for the agent and the platform to say.
/// </summary>
internal static class PluginResult
{
    private static readonly Outcome[] Allowed = [Outcome.Success, Outcome.TargetFailed, Outcome.ExecutorFailed];

    public static TaskResult? Read(ObjectReader reader)
    {
        var outcome = reader.Choice("outcome", [.. Allowed.Select(o => o.ToString())], required: true);
        var message = reader.Text("message", int.MaxValue, required: true);
        var assertions = new List<Assertion>();
        foreach (var (element, path) in reader.Items("assertions", int.MaxValue))
        {
            if (ReadAssertion(new ObjectReader(element, path, reader.Faults)) is { } assertion)
                assertions.Add(assertion);
        }

        var phases = ReadNumbers(reader, "phases");
        var values = ReadNumbers(reader, "values");
        var output = reader.Text("output", int.MaxValue);
        reader.Done();
        if (outcome == nameof(Outcome.Success) && assertions.Find(a => !a.Passed) is { } failed)
            reader.Fault("outcome", $"is Success although the assertion '{Names.Shorten(failed.Text)}' did not hold");
        return reader.Faulty ? null : new TaskResult
        {
            Outcome = Enum.Parse<Outcome>(outcome!),
            Message = message!,
            Assertions = assertions,
            Phases = phases,
            Values = values,
            Output = output ?? "",
        };
    }

    private static Assertion? ReadAssertion(ObjectReader reader)
    {
        var text = reader.Text("text", int.MaxValue, required: true);
        var passed = reader.Flag("passed");
        if (passed is null && reader.Element is { ValueKind: JsonValueKind.Object } && reader.Value("passed") is null)
            reader.Fault("passed", "is required");
        var actual = reader.Text("actual", int.MaxValue);
        reader.Done();
        return reader.Faulty ? null : new Assertion(text!, passed!.Value, actual ?? "");
    }

    private static Dictionary<string, double>? ReadNumbers(ObjectReader reader, string name)
    {
        if (reader.Value(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Object)
        {
            reader.Fault(name, "must be an object of numbers");
            return null;
        }

        var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetDouble(out var number) && double.IsFinite(number))
                numbers[property.Name] = number;
            else
                reader.Fault($"{name}.{Names.Shorten(property.Name)}", $"must be a number, not {Names.Shorten(property.Value.GetRawText())}");
        }

        return numbers;
    }
}
